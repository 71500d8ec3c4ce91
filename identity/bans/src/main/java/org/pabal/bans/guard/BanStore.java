// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.pabal.bans.format.v1.BanFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// What is kept of all this, in the space of bans. Bans are written as they are imposed; counts and
/// places together, every second or so: a crash may lose the last of them.
final class BanStore {
    private static final int SECRET_OCTETS = 32;
    private static final int PAGE = 1_000;

    /// Of each kind in one commit.
    private static final int AT_ONCE = 5_000;

    private final Storage storage;
    private final Docket docket;
    private final Places places;
    private final Counts counts = new Counts();

    BanStore(Storage storage, Docket docket) {
        this.storage = storage;
        this.docket = docket;
        this.places = new Places(storage);
    }

    Docket docket() {
        return docket;
    }

    Places places() {
        return places;
    }

    /// For whoever holds the guard's lock.
    Counts counts() {
        return counts;
    }

    /// The key of fingerprints, made once.
    byte[] secret(SecureRandom random) {
        Optional<byte[]> kept = storage.read(Space.Shared.BANS, BanFormat.secret());
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] made = new byte[SECRET_OCTETS];
        random.nextBytes(made);
        commit(List.of(new Change.Put(BanFormat.secret(), made)));
        return made;
    }

    void load(Instant now) {
        each(BanFormat.BANS, entry -> docket.load(entry, now));
        docket.renewTable(now);
        each(BanFormat.SOURCES, counts::load);
        each(BanFormat.NAMES, counts::load);
        each(BanFormat.SIEGES, counts::load);
    }

    private void each(byte kind, Consumer<Entry> what) {
        byte[] from = BanFormat.first(kind);
        List<Entry> page;
        do {
            page = storage.scan(Space.Shared.BANS, from, BanFormat.behind(kind), PAGE);
            page.forEach(what);
            from = page.isEmpty() ? from : Keys.successor(page.getLast().key());
        } while (page.size() == PAGE);
    }

    /// Writes what has changed since.
    ///
    /// @param held for as long as counts are looked at
    void write(ReentrantLock held) {
        List<Change> changes = new ArrayList<>();
        places.drain(AT_ONCE, changes);
        held.lock();
        try {
            counts.drain(AT_ONCE, changes);
        } finally {
            held.unlock();
        }
        commit(changes);
    }

    void sweep(ReentrantLock held, Instant now) {
        List<Change> changes = new ArrayList<>();
        docket.sweep(now, changes);
        places.sweep(now.getEpochSecond(), changes);
        held.lock();
        try {
            counts.forgetOld(now.getEpochSecond());
        } finally {
            held.unlock();
        }
        commit(changes);
    }

    private void commit(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        CommitOutcome outcome =
                storage.commit(
                        new Commit(
                                UUID.randomUUID(),
                                List.of(SpaceChanges.of(Space.Shared.BANS, changes))));
        if (outcome instanceof CommitOutcome.Failed(var reason)) {
            throw reason;
        }
    }
}
