// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.message.UnavailableException;
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

/// Accounts of other hosts whose password has changed here, and whose homes do not know it yet: their
/// browsers' sessions are there. Durable, so that a home that is down hears of it when it is back. Safe
/// for use by many threads.
public final class OwedSignOuts {
    private static final int PAGE = 1_000;

    private final Storage storage;
    private final Directory directory;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Runnable told = () -> {};

    public OwedSignOuts(Storage storage, Directory directory, InstantSource clock) {
        this.storage = storage;
        this.directory = directory;
        this.clock = clock;
    }

    /// @param time when it was owed first, so that one that is owed again meanwhile is another
    public record Owed(AccountId account, long time) {}

    /// Who is to act when something is owed. For the start.
    public void whenOwed(Runnable act) {
        told = act;
    }

    /// The account's password may have changed; durable when it returns.
    void passwordChanged(AccountId account) {
        boolean isElsewhere =
                directory.account(account).filter(found -> !found.isHere()).isPresent();
        if (isElsewhere) {
            owe(account);
            told.run();
        }
    }

    private void owe(AccountId account) {
        byte[] key = SessionFormat.owedKey(account);
        lock.lock();
        try {
            long after =
                    read(key).map(SessionFormat::decodeOwed).map(time -> time + 1).orElse(0L);
            long time = Math.max(clock.millis(), after);
            commit(new Change.Put(key, SessionFormat.encodeOwed(time)));
        } finally {
            lock.unlock();
        }
    }

    public List<Owed> all() {
        byte[] from = SessionFormat.owedPrefix();
        try {
            List<Entry> entries =
                    storage.scan(Space.Shared.SESSIONS, from, Keys.afterPrefix(from), PAGE);
            return entries.stream()
                    .map(entry ->
                            new Owed(
                                    SessionFormat.owed(entry.key()),
                                    SessionFormat.decodeOwed(entry.value())))
                    .toList();
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    /// The host that has the account's sessions; empty when nobody is to be told any more.
    public Optional<Account> owner(Owed owed) {
        return directory.account(owed.account()).filter(found -> !found.isHere());
    }

    /// Its home knows; what is owed again meanwhile stays.
    public void paid(Owed owed) {
        byte[] key = SessionFormat.owedKey(owed.account());
        lock.lock();
        try {
            byte[] value = SessionFormat.encodeOwed(owed.time());
            if (read(key).filter(now -> Arrays.equals(now, value)).isPresent()) {
                commit(new Change.Delete(key));
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<byte[]> read(byte[] key) {
        try {
            return storage.read(Space.Shared.SESSIONS, key);
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    private void commit(Change change) {
        SpaceChanges part = SpaceChanges.of(Space.Shared.SESSIONS, List.of(change));
        try {
            if (storage.commit(new Commit(UUID.randomUUID(), List.of(part)))
                    instanceof CommitOutcome.Failed(var reason)) {
                throw reason;
            }
        } catch (StorageException failed) {
            throw outOfOrder(failed);
        }
    }

    private static UnavailableException outOfOrder(StorageException why) {
        return new UnavailableException(
                "that another host is to end sessions cannot be kept: " + why.getMessage());
    }
}
