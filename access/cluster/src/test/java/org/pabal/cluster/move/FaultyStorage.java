// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.StorageStatus;
import org.pabal.storage.Ticket;

/// A storage whose host may die at any commit: from then on nothing comes through to what lasts.
final class FaultyStorage implements Storage {
    private final Storage storage;
    private final Faults faults;
    private volatile boolean dead;

    FaultyStorage(Storage storage, Faults faults) {
        this.storage = storage;
        this.faults = faults;
    }

    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    private void check() {
        if (dead) {
            throw new StorageException.Unavailable("the host is dead");
        }
    }

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        check();
        return storage.read(space, key);
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        check();
        return storage.scan(space, from, to, limit);
    }

    @Override
    public long version(Space space) {
        check();
        return storage.version(space);
    }

    @Override
    public Ticket submit(Commit commit, Consumer<CommitOutcome> whenDurable) {
        check();
        if (faults.isNone()) {
            return storage.submit(commit, whenDurable);
        }
        faults.before();
        check();
        Ticket ticket = storage.submit(commit, whenDurable);
        try {
            ticket.await();
        } catch (StorageException itsOwnerIsTold) {
            return ticket;
        }
        faults.after();
        check();
        return ticket;
    }

    @Override
    public BlobWriter newBlob() {
        check();
        return storage.newBlob();
    }

    @Override
    public BlobReader openBlob(BlobId id) {
        check();
        return storage.openBlob(id);
    }

    @Override
    public Optional<Blob> blob(BlobId id) {
        check();
        return storage.blob(id);
    }

    @Override
    public StorageStatus status() {
        return storage.status();
    }

    @Override
    public List<String> verify() {
        return storage.verify();
    }

    @Override
    public void close() {
        storage.close();
    }
}
