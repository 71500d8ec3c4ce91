// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.pabal.directory.AccountId;
import org.pabal.message.UnavailableException;
import org.pabal.sessions.Session;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.format.v1.SessionFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.Ticket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records of sessions, with those in front that are used, and those that are being written.
///
/// What is handed over to be written counts from then on: a session that ends is over for everybody
/// before its end is durable, and one whose end could not be written stays over until the server
/// stops. Its owner holds a lock for whatever changes it; {@link #find} needs none.
final class SessionTable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);

    private static final int PAGE = 1_000;

    private final Storage storage;
    private final int cached;

    /// Goes on with every change and with every change's end.
    private final AtomicLong changes = new AtomicLong();

    /// What is being written, by id; nothing for what ends.
    private final Map<Id, Slot> slots = new ConcurrentHashMap<>();

    private final Object front = new Object();
    private final LinkedHashMap<TokenHash, Session> byToken = new LinkedHashMap<>(64, 0.75f, true);

    record Id(AccountId account, String id) {
        static Id of(Session session) {
            return new Id(session.account(), session.id());
        }
    }

    /// Compared by identity: the same id may be written twice in a row.
    private static final class Slot {
        private final Optional<Session> now;

        Slot(Optional<Session> now) {
            this.now = now;
        }
    }

    SessionTable(Storage storage, int cached) {
        this.storage = storage;
        this.cached = cached;
    }

    Optional<Session> find(TokenHash token) {
        synchronized (front) {
            Session known = byToken.get(token);
            if (known != null) {
                return Optional.of(known);
            }
        }
        long before = changes.get();
        Optional<Session> stored = read(token);
        if (stored.isEmpty()) {
            return stored;
        }
        Slot slot = slots.get(Id.of(stored.get()));
        Optional<Session> now = slot == null ? stored : slot.now;
        Optional<Session> found = now.filter(session -> session.token().equals(token));
        found.ifPresent(session -> show(session, before));
        return found;
    }

    private Optional<Session> read(TokenHash token) {
        try {
            return storage.read(Space.Shared.SESSIONS, SessionFormat.tokenKey(token))
                    .map(SessionFormat::decodePointer)
                    .flatMap(key -> storage.read(Space.Shared.SESSIONS, key))
                    .map(SessionFormat::decode);
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    /// Unless anything has changed since it was read.
    private void show(Session session, long before) {
        synchronized (front) {
            if (changes.get() == before) {
                keep(session);
            }
        }
    }

    private void keep(Session session) {
        byToken.put(session.token(), session);
        while (byToken.size() > cached) {
            byToken.remove(byToken.firstEntry().getKey());
        }
    }

    /// All of an account, also those that are over.
    List<Session> of(AccountId account) {
        Map<String, Session> found = new LinkedHashMap<>();
        for (Session session : scan(SessionFormat.prefix(account))) {
            found.put(session.id(), session);
        }
        slots.forEach((id, slot) -> {
            if (id.account().equals(account)) {
                slot.now.ifPresentOrElse(
                        session -> found.put(id.id(), session), () -> found.remove(id.id()));
            }
        });
        return new ArrayList<>(found.values());
    }

    private List<Session> scan(byte[] prefix) {
        List<Session> found = new ArrayList<>();
        forEach(prefix, found::add);
        return found;
    }

    /// Every session of the store, a page at a time.
    void forEach(Consumer<Session> what) {
        forEach(SessionFormat.prefix(), what);
    }

    private void forEach(byte[] prefix, Consumer<Session> what) {
        byte[] from = prefix;
        byte[] to = Keys.afterPrefix(prefix);
        try {
            List<Entry> page;
            do {
                page = storage.scan(Space.Shared.SESSIONS, from, to, PAGE);
                page.forEach(entry -> what.accept(SessionFormat.decode(entry.value())));
                from = page.isEmpty() ? to : Keys.successor(page.getLast().key());
            } while (page.size() == PAGE && Arrays.compareUnsigned(from, to) < 0);
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    /// Whether it is known to be there as it is.
    boolean isCurrent(Session session) {
        Slot slot = slots.get(Id.of(session));
        if (slot != null) {
            return slot.now.filter(session::equals).isPresent();
        }
        synchronized (front) {
            return session.equals(byToken.get(session.token()));
        }
    }

    /// Writes a session.
    ///
    /// @param before as it was; absent for a new one
    Ticket put(Optional<Session> before, Session now) {
        List<Change> writes = new ArrayList<>();
        writes.add(
                new Change.Put(
                        SessionFormat.key(now.account(), now.id()), SessionFormat.encode(now)));
        boolean sameToken = before.filter(was -> was.token().equals(now.token())).isPresent();
        if (!sameToken) {
            before.ifPresent(was -> writes.add(delete(was.token())));
            writes.add(
                    new Change.Put(
                            SessionFormat.tokenKey(now.token()), SessionFormat.encodePointer(now)));
        }
        return submit(writes, List.of(Id.of(now)), Optional.of(now), before.stream().toList());
    }

    /// They are over now.
    Ticket end(List<Session> ending) {
        List<Change> writes = new ArrayList<>();
        for (Session session : ending) {
            writes.add(new Change.Delete(SessionFormat.key(session.account(), session.id())));
            writes.add(delete(session.token()));
        }
        List<Id> ids = ending.stream().map(Id::of).toList();
        return submit(writes, ids, Optional.empty(), ending);
    }

    private static Change delete(TokenHash token) {
        return new Change.Delete(SessionFormat.tokenKey(token));
    }

    private Ticket submit(
            List<Change> writes, List<Id> ids, Optional<Session> now, List<Session> before) {
        Slot slot = new Slot(now);
        ids.forEach(id -> slots.put(id, slot));
        synchronized (front) {
            changes.incrementAndGet();
            before.forEach(session -> byToken.remove(session.token()));
            now.ifPresent(this::keep);
        }
        Commit commit =
                new Commit(
                        UUID.randomUUID(), List.of(SpaceChanges.of(Space.Shared.SESSIONS, writes)));
        try {
            return storage.submit(commit, outcome -> settle(ids, slot, outcome));
        } catch (StorageException closed) {
            settle(ids, slot, new CommitOutcome.Failed(closed));
            throw outOfOrder(closed);
        }
    }

    /// Called by the engine: must not wait.
    private void settle(List<Id> ids, Slot slot, CommitOutcome outcome) {
        changes.incrementAndGet();
        if (outcome instanceof CommitOutcome.Committed) {
            ids.forEach(id -> slots.remove(id, slot));
            return;
        }
        LOG.error(
                "event=session-not-written reason=\"{}\"",
                outcome instanceof CommitOutcome.Failed(var reason)
                        ? reason.getMessage()
                        : "a version where none was asked for");
        // What was to end stays ended in memory. What was to begin is forgotten below.
        slot.now.ifPresent(session -> forget(ids, slot, session));
    }

    private void forget(List<Id> ids, Slot slot, Session session) {
        ids.forEach(id -> slots.remove(id, slot));
        synchronized (front) {
            byToken.remove(session.token());
        }
    }

    static void await(Ticket ticket) {
        try {
            ticket.await();
        } catch (StorageException failed) {
            throw outOfOrder(failed);
        }
    }

    private static UnavailableException outOfOrder(StorageException why) {
        return new UnavailableException(
                "the sessions of browsers cannot be kept: " + why.getMessage());
    }
}
