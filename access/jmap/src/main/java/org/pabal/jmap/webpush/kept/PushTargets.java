// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.pabal.directory.AccountId;
import org.pabal.jmap.webhook.RecordJson;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.jmap.webpush.VapidKey;
import org.pabal.jmap.webpush.format.v1.PushFormat;
import org.pabal.message.UnavailableException;
import org.pabal.mta.webhook.NoticeTimes;
import org.pabal.mta.webhook.WebhookRecord;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Who is told through push services. Safe for use by many threads. Which accounts have any target is
/// known by heart: it is asked for with every change of every account.
public final class PushTargets {
    /// Of one account.
    public static final int MAX_TARGETS = 20;

    private static final int PAGE = 1_000;

    private final Storage storage;
    private final Set<AccountId> accounts = ConcurrentHashMap.newKeySet();
    private final ReentrantLock writing = new ReentrantLock();

    public PushTargets(Storage storage) {
        this.storage = storage;
    }

    /// Reads all there are, at the start.
    void load(BiConsumer<AccountId, PushTarget> each) {
        byte[] from = PushFormat.allSubscriptions();
        byte[] to = Keys.afterPrefix(from);
        List<Entry> page = scan(from, to);
        while (!page.isEmpty()) {
            for (Entry entry : page) {
                AccountId account = PushFormat.account(entry.key());
                accounts.add(account);
                each.accept(account, PushFormat.decode(entry.value()));
            }
            page = scan(Keys.successor(page.getLast().key()), to);
        }
    }

    /// All that have any target.
    Set<AccountId> accounts() {
        return Set.copyOf(accounts);
    }

    boolean has(AccountId account) {
        return accounts.contains(account);
    }

    /// Those whose time is not over.
    List<PushTarget> of(AccountId account, Instant now) {
        return entries(account).stream()
                .map(entry -> PushFormat.decode(entry.value()))
                .filter(target -> target.expires().isAfter(now))
                .toList();
    }

    /// @return false when the account has as many as it may
    boolean add(AccountId account, PushTarget target, Instant now) {
        writing.lock();
        try {
            List<Change> changes = new ArrayList<>(expired(account, now));
            if (of(account, now).size() >= MAX_TARGETS) {
                return false;
            }
            changes.add(put(account, target));
            accounts.add(account);
            commit(changes);
            return true;
        } finally {
            writing.unlock();
        }
    }

    private List<Entry> entries(AccountId account) {
        byte[] prefix = PushFormat.subscriptions(account);
        return scan(prefix, Keys.afterPrefix(prefix));
    }

    private List<Entry> scan(byte[] from, byte[] to) {
        try {
            return storage.scan(Space.Shared.PUSH, from, to, PAGE);
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    private Optional<byte[]> read(byte[] key) {
        try {
            return storage.read(Space.Shared.PUSH, key);
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    private static UnavailableException outOfOrder(StorageException down) {
        return new UnavailableException("the store: " + down.getMessage(), down);
    }

    private List<Change> expired(AccountId account, Instant now) {
        return entries(account).stream()
                .map(entry -> PushFormat.decode(entry.value()))
                .filter(target -> !target.expires().isAfter(now))
                .flatMap(target -> without(account, target.id()).stream())
                .toList();
    }

    /// @return the target as it is now; empty when it is gone
    Optional<PushTarget> update(AccountId account, String id, UnaryOperator<PushTarget> change) {
        writing.lock();
        try {
            byte[] key = PushFormat.subscription(account, id);
            Optional<PushTarget> before = read(key).map(PushFormat::decode);
            Optional<PushTarget> after = before.map(change);
            if (after.isPresent() && !after.equals(before)) {
                commit(List.of(put(account, after.get())));
            }
            return after;
        } finally {
            writing.unlock();
        }
    }

    /// How pushes to a target did.
    WebhookRecord record(AccountId account, String id) {
        return read(PushFormat.record(account, id))
                .map(RecordJson::decode)
                .orElse(WebhookRecord.EMPTY);
    }

    /// Takes note of one push, if the target is still there.
    ///
    /// @param took empty where it is not known
    void note(AccountId account, String id, Answer answer, Optional<Duration> took) {
        writing.lock();
        try {
            if (read(PushFormat.subscription(account, id)).isEmpty()) {
                return;
            }
            NoticeTimes before = record(account, id).times();
            int day = (int) answer.at().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
            WebhookRecord now =
                    new WebhookRecord(
                            Optional.of(answer),
                            took.map(time -> before.with(time, day)).orElse(before));
            commit(List.of(new Change.Put(PushFormat.record(account, id), RecordJson.encode(now))));
        } finally {
            writing.unlock();
        }
    }

    private static List<Change> without(AccountId account, String id) {
        return List.of(
                new Change.Delete(PushFormat.subscription(account, id)),
                new Change.Delete(PushFormat.record(account, id)));
    }

    void remove(AccountId account, String id) {
        writing.lock();
        try {
            commit(without(account, id));
        } finally {
            writing.unlock();
        }
    }

    void removeAll(AccountId account) {
        writing.lock();
        try {
            List<Change> changes = new ArrayList<>();
            entries(account)
                    .forEach(entry ->
                            changes.addAll(
                                    without(account, PushFormat.decode(entry.value()).id())));
            if (!changes.isEmpty()) {
                commit(changes);
            }
            accounts.remove(account);
        } finally {
            writing.unlock();
        }
    }

    private static Change put(AccountId account, PushTarget target) {
        return new Change.Put(
                PushFormat.subscription(account, target.id()), PushFormat.encode(target));
    }

    private void commit(List<Change> changes) {
        commit(SpaceChanges.of(Space.Shared.PUSH, changes));
    }

    /// @return false when the space does not have the version that is expected
    private boolean commit(SpaceChanges changes) {
        try {
            return switch (storage.commit(new Commit(UUID.randomUUID(), List.of(changes)))) {
                case CommitOutcome.Committed _ -> true;
                case CommitOutcome.VersionMismatch _ -> false;
                case CommitOutcome.Failed(StorageException reason) -> throw outOfOrder(reason);
            };
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    /// The server's key for push services: made when it is first asked for, and lasting, since what
    /// browsers subscribe to is bound to it. RFC 8292 §4.
    VapidKey key() {
        while (true) {
            long version = storage.version(Space.Shared.PUSH);
            Optional<byte[]> stored = read(PushFormat.vapidKey());
            if (stored.isPresent()) {
                return PushFormat.decodeKey(stored.get());
            }
            VapidKey made = VapidKey.generate();
            Change put = new Change.Put(PushFormat.vapidKey(), PushFormat.encode(made));
            if (commit(SpaceChanges.ifVersion(Space.Shared.PUSH, version, List.of(put)))) {
                return made;
            }
        }
    }
}
