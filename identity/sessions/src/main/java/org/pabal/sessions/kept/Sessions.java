// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pabal.directory.AccountId;
import org.pabal.sessions.Proof;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.Session;
import org.pabal.sessions.SessionLimits;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.Visitor;
import org.pabal.storage.Storage;
import org.pabal.storage.Ticket;

/// The sessions of browsers. Safe for use by many threads.
///
/// A session begins when it is durable. It ends at once when its browser signs out, its owner or an
/// administrator ends it, or the account's password changes; that is durable when the method returns,
/// but for {@link #signInChanged}, which is handed over only, before whoever changed the password
/// hears of it. A token is good from its making to its session's end or to the next proof, when the
/// session gets another (THREATS J09).
public final class Sessions {
    /// Of accounts whose secrets have changed while somebody was signing in.
    private static final int MAX_REMEMBERED_CHANGES = 10_000;

    private static final int MAX_STAYED = 1_000;

    /// For so long another host may take to say that a password has changed which was changed here.
    private static final Duration STAYED = Duration.ofSeconds(10);

    private static final int SWEPT_AT_ONCE = 1_000;

    private final SessionTable table;
    private final SessionLimits limits;
    private final InstantSource clock;
    private final RandomText random;
    private final ReentrantLock lock = new ReentrantLock();

    /// When accounts' secrets changed last, counted in changes; the oldest go.
    private final LinkedHashMap<AccountId, Long> changed = new LinkedHashMap<>();

    private long changes;
    private long forgotten;

    /// Sessions that change their account's password themselves, and stay.
    private final Map<AccountId, Set<String>> staying = new HashMap<>();

    /// Those that have done so a moment ago: the newest are remembered.
    private final LinkedHashMap<String, Instant> stayed = new LinkedHashMap<>();

    public Sessions(Storage storage, SessionLimits limits, InstantSource clock, RandomText random) {
        this.table = new SessionTable(storage, limits.cached());
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    public SessionLimits limits() {
        return limits;
    }

    /// Taken before a proof is judged: what it was judged by may change meanwhile.
    public record Beginning(long changes) {}

    /// @param token for the browser, shown this once
    public record Opened(Session session, String token) {}

    public Beginning begin() {
        lock.lock();
        try {
            return new Beginning(changes);
        } finally {
            lock.unlock();
        }
    }

    /// Signs a browser in, with a token that did not exist before.
    ///
    /// @return empty when the account's secrets have changed since the beginning
    public Optional<Opened> open(
            Beginning beginning,
            AccountId account,
            Visitor visitor,
            boolean isShared,
            Set<Proof> proofs) {
        String token = random.token();
        Instant now = now();
        Session session =
                new Session(
                        random.id(),
                        TokenHash.of(token),
                        account,
                        now,
                        now,
                        visitor,
                        isShared,
                        proofs,
                        now);
        Ticket written;
        lock.lock();
        try {
            if (hasChanged(account, beginning)) {
                return Optional.empty();
            }
            makeRoom(account, now);
            written = table.put(Optional.empty(), session);
        } finally {
            lock.unlock();
        }
        SessionTable.await(written);
        return Optional.of(new Opened(session, token));
    }

    /// Seconds are what is kept.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private boolean hasChanged(AccountId account, Beginning beginning) {
        return changed.getOrDefault(account, forgotten) > beginning.changes();
    }

    private void makeRoom(AccountId account, Instant now) {
        List<Session> all = new ArrayList<>(table.of(account));
        List<Session> ending =
                new ArrayList<>(all.stream().filter(each -> each.isOver(limits, now)).toList());
        all.removeAll(ending);
        all.sort(Comparator.comparing(Session::seen));
        while (all.size() >= limits.perAccount()) {
            ending.add(all.removeFirst());
        }
        if (!ending.isEmpty()) {
            table.end(ending);
        }
    }

    /// The session that a browser shows a token of. Costs a hash and a look into memory.
    ///
    /// @param by who shows it
    public Optional<Session> find(String token, Visitor by) {
        if (!RandomText.isToken(token)) {
            return Optional.empty();
        }
        Instant now = now();
        return table.find(TokenHash.of(token))
                .filter(session -> !session.isOver(limits, now))
                .map(session -> isSeenLately(session, now) ? session : seen(session, now, by));
    }

    private boolean isSeenLately(Session session, Instant now) {
        return now.isBefore(session.seen().plus(limits.seenEvery()));
    }

    private Session seen(Session session, Instant now, Visitor by) {
        lock.lock();
        try {
            if (!table.isCurrent(session)) {
                return session; // another request has done so, or ended it
            }
            Session seen = session.seenAt(now, by);
            table.put(Optional.of(session), seen);
            return seen;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a session goes on that was found before; it is in use.
    public boolean lasts(Session before) {
        Instant now = now();
        Optional<Session> found =
                table.find(before.token())
                        .or(() -> current(before.account(), before.id()))
                        .filter(session -> !session.isOver(limits, now));
        found.filter(session -> !isSeenLately(session, now))
                .ifPresent(session -> seen(session, now, session.visitor()));
        return found.isPresent();
    }

    /// The session as it is now; empty when it is over.
    public Optional<Session> current(AccountId account, String id) {
        return list(account).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// Whether its owner has shown within the last minutes who it is.
    public boolean isConfirmed(AccountId account, String id) {
        return current(account, id).filter(each -> each.isConfirmed(limits, now())).isPresent();
    }

    /// Its owner has shown anew who it is: it goes on under another token.
    ///
    /// @return empty when it is over
    public Optional<Opened> confirm(Session session, Set<Proof> proofs) {
        String token = random.token();
        Ticket written;
        Session confirmed;
        lock.lock();
        try {
            Optional<Session> before = current(session.account(), session.id());
            if (before.isEmpty()) {
                return Optional.empty();
            }
            confirmed = before.get().confirmedBy(TokenHash.of(token), proofs, now());
            written = table.put(before, confirmed);
        } finally {
            lock.unlock();
        }
        SessionTable.await(written);
        return Optional.of(new Opened(confirmed, token));
    }

    /// Those of an account, the one that was used last first.
    public List<Session> list(AccountId account) {
        Instant now = now();
        return table.of(account).stream()
                .filter(session -> !session.isOver(limits, now))
                .sorted(Comparator.comparing(Session::seen).reversed())
                .toList();
    }

    /// @return whether there was one
    public boolean end(AccountId account, String id) {
        return endThose(account, session -> session.id().equals(id)) > 0;
    }

    /// @return how many there were
    public int endOthers(AccountId account, String stays) {
        return endThose(account, session -> !session.id().equals(stays));
    }

    /// Ends those that have not changed the account's password themselves, now or a moment ago.
    ///
    /// @return how many there were
    public int endOfOthers(AccountId account) {
        Instant now = now();
        Set<String> stay = new HashSet<>();
        lock.lock();
        try {
            stayed.values().removeIf(until -> until.isBefore(now));
            stay.addAll(stayed.keySet());
            stay.addAll(staying.getOrDefault(account, Set.of()));
        } finally {
            lock.unlock();
        }
        return endThose(account, session -> !stay.contains(session.id()));
    }

    /// @return how many there were
    public int endAll(AccountId account) {
        return endThose(account, _ -> true);
    }

    private int endThose(AccountId account, Predicate<Session> which) {
        Ticket written;
        List<Session> ending;
        lock.lock();
        try {
            ending = table.of(account).stream().filter(which).toList();
            if (ending.isEmpty()) {
                return 0;
            }
            written = table.end(ending);
        } finally {
            lock.unlock();
        }
        SessionTable.await(written);
        Instant now = now();
        return (int) ending.stream().filter(session -> !session.isOver(limits, now)).count();
    }

    /// An account's password has changed, or it may sign in no more: its sessions are over, and so is
    /// every sign-in that has begun (THREATS A09, J09). For the directory: waits for nobody.
    public void signInChanged(AccountId account) {
        lock.lock();
        try {
            changed.remove(account);
            changed.put(account, ++changes);
            while (changed.size() > MAX_REMEMBERED_CHANGES) {
                forgotten = changed.pollFirstEntry().getValue();
            }
            Set<String> stay = staying.getOrDefault(account, Set.of());
            List<Session> ending =
                    table.of(account).stream()
                            .filter(session -> !stay.contains(session.id()))
                            .toList();
            if (!ending.isEmpty()) {
                table.end(ending);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Does what changes an account's password on behalf of one of its sessions, which stays.
    public <T> T staying(AccountId account, String id, Supplier<T> change) {
        stays(account, id);
        try {
            return change.get();
        } finally {
            leaves(account, id);
        }
    }

    private void stays(AccountId account, String id) {
        lock.lock();
        try {
            staying.computeIfAbsent(account, _ -> new HashSet<>()).add(id);
        } finally {
            lock.unlock();
        }
    }

    private void leaves(AccountId account, String id) {
        lock.lock();
        try {
            Set<String> ids = staying.get(account);
            if (ids != null && ids.remove(id) && ids.isEmpty()) {
                staying.remove(account);
            }
            stayed.put(id, now().plus(STAYED));
            while (stayed.size() > MAX_STAYED) {
                stayed.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Clears away what is over.
    public void sweep() {
        Instant now = now();
        List<Session> over = new ArrayList<>();
        table.forEach(session -> {
            if (session.isOver(limits, now) && over.size() < SWEPT_AT_ONCE) {
                over.add(session);
            }
        });
        lock.lock();
        try {
            List<Session> still = over.stream().filter(this::isStillOver).toList();
            if (!still.isEmpty()) {
                table.end(still);
            }
        } finally {
            lock.unlock();
        }
    }

    /// One that was over for its idleness may have been in use a moment before.
    private boolean isStillOver(Session session) {
        return table.of(session.account()).stream()
                .filter(each -> each.id().equals(session.id()))
                .allMatch(each -> each.isOver(limits, now()));
    }
}
