// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pabal.cluster.move.format.v1.ArrivalRecord;
import org.pabal.cluster.move.format.v1.DepartureRecord;
import org.pabal.cluster.move.format.v1.MoveFormat;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.copy.AccountRecords;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// The records of moves, and the commits that change them. Safe for use by many threads.
final class MoveStore {
    private static final int PAGE = 512;

    private final Storage storage;

    MoveStore(Storage storage) {
        this.storage = storage;
    }

    List<DepartureRecord> departures() {
        return all(MoveFormat.departures()).stream()
                .map(entry -> MoveFormat.decodeDeparture(entry.key(), entry.value()))
                .toList();
    }

    List<ArrivalRecord> arrivals() {
        return all(MoveFormat.arrivals()).stream()
                .map(entry -> MoveFormat.decodeArrival(entry.key(), entry.value()))
                .toList();
    }

    private List<Entry> all(byte[] prefix) {
        List<Entry> all = new ArrayList<>();
        byte[] from = prefix;
        while (true) {
            List<Entry> page =
                    storage.scan(Space.Shared.MOVES, from, Keys.afterPrefix(prefix), PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            from = Keys.successor(page.getLast().key());
        }
    }

    Optional<DepartureRecord> departure(AccountId account) {
        byte[] key = MoveFormat.departure(account);
        return storage.read(Space.Shared.MOVES, key)
                .map(value -> MoveFormat.decodeDeparture(key, value));
    }

    Optional<ArrivalRecord> arrival(AccountId account) {
        byte[] key = MoveFormat.arrival(account);
        return storage.read(Space.Shared.MOVES, key)
                .map(value -> MoveFormat.decodeArrival(key, value));
    }

    static Change put(DepartureRecord record) {
        return new Change.Put(MoveFormat.departure(record.account()), MoveFormat.encode(record));
    }

    static Change put(ArrivalRecord record) {
        return new Change.Put(MoveFormat.arrival(record.account()), MoveFormat.encode(record));
    }

    static Change noDeparture(AccountId account) {
        return new Change.Delete(MoveFormat.departure(account));
    }

    static Change noArrival(AccountId account) {
        return new Change.Delete(MoveFormat.arrival(account));
    }

    /// Changes records of moves, and nothing else.
    void change(Change... changes) {
        commit(List.of(SpaceChanges.of(Space.Shared.MOVES, List.of(changes))));
    }

    /// @throws UnavailableException when a space has not the expected version any more
    void commit(List<SpaceChanges> changes) {
        try {
            CommitOutcome outcome = storage.commit(new Commit(UUID.randomUUID(), changes));
            if (outcome instanceof CommitOutcome.VersionMismatch(Space space, long actual)) {
                throw new UnavailableException(
                        space + " is at version " + actual + " by now: somebody else wrote to it");
            }
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    /// Removes records of an account, and what they refer to, in pieces.
    void clear(Space account, AccountRecords.Range range) {
        while (true) {
            List<Entry> page = scan(account, range);
            if (page.isEmpty()) {
                return;
            }
            List<Change> changes = new ArrayList<>();
            for (Entry entry : page) {
                changes.add(new Change.Delete(entry.key()));
                if (AccountRecords.isMessage(entry.key())) {
                    changes.add(
                            new Change.RemoveReference(
                                    AccountRecords.blobOf(entry.value()), entry.key()));
                }
            }
            commit(List.of(SpaceChanges.of(account, changes)));
        }
    }

    private List<Entry> scan(Space account, AccountRecords.Range range) {
        try {
            return storage.scan(account, range.from(), range.to(), PAGE);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }
}
