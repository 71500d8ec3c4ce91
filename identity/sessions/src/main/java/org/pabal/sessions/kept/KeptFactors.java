// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pabal.directory.AccountId;
import org.pabal.message.UnavailableException;
import org.pabal.sessions.Factors;
import org.pabal.sessions.format.v1.FactorFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// The second factors of accounts. Safe for use by many threads; a change is durable when it returns,
/// so that no code is good twice, not even after a crash (THREATS A11).
public final class KeptFactors {
    private static final int LOCKS = 64;

    private final Storage storage;
    private final Consumer<SpaceChanges> committing;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /// @param committing makes changes of an account's space durable, in their turn with all others:
    ///     whoever holds the account back, to move it, holds these back too
    public KeptFactors(Storage storage, Consumer<SpaceChanges> committing) {
        this.storage = storage;
        this.committing = committing;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    public Factors of(AccountId account) {
        try {
            return storage.read(Space.account(account.value()), FactorFormat.key())
                    .map(FactorFormat::decode)
                    .orElse(Factors.NONE);
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    /// Changes them while nobody else does.
    ///
    /// @param change empty when nothing is to be changed
    /// @return as they are then; empty when nothing was changed
    public Optional<Factors> change(
            AccountId account, Function<Factors, Optional<Factors>> change) {
        ReentrantLock lock = locks[Long.hashCode(account.value()) & LOCKS - 1];
        lock.lock();
        try {
            Factors before = of(account);
            Optional<Factors> after = change.apply(before);
            after.ifPresent(now -> write(account, now));
            return after;
        } finally {
            lock.unlock();
        }
    }

    private void write(AccountId account, Factors after) {
        Change put = new Change.Put(FactorFormat.key(), FactorFormat.encode(after));
        try {
            committing.accept(SpaceChanges.of(Space.account(account.value()), List.of(put)));
        } catch (StorageException failed) {
            throw outOfOrder(failed);
        }
    }

    private static UnavailableException outOfOrder(StorageException why) {
        return new UnavailableException("second factors cannot be kept: " + why.getMessage());
    }
}
