// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;

/// The blobs that are being written or wait for the commit that names them, and the memory they
/// hold. What is here is gone after a restart.
final class PendingBlobs {
    /// Far beyond what sessions can begin; keeps a leak from taking all memory.
    private static final int MOST = 200_000;

    private final Map<BlobId, PendingBlob> pending = new ConcurrentHashMap<>();
    private final AtomicLong memory = new AtomicLong();
    private final AtomicLong nextHigh;
    private final SecureRandom random = new SecureRandom();
    private final long memoryOctets;

    /// @param sequence of the log: each start begins above the ids of the one before, as a rule
    PendingBlobs(long memoryOctets, long sequence) {
        this.memoryOctets = memoryOctets;
        this.nextHigh = new AtomicLong(sequence << 16);
    }

    PendingBlob begin() {
        if (pending.size() >= MOST) {
            throw new StorageException.Unavailable(
                    MOST + " blobs wait to be named by a commit: try again later");
        }
        BlobId id = new BlobId(nextHigh.getAndIncrement(), random.nextLong());
        PendingBlob blob = new PendingBlob(id);
        pending.put(id, blob);
        return blob;
    }

    /// The blob when it is finished.
    Optional<PendingBlob> finished(BlobId id) {
        return Optional.ofNullable(pending.get(id)).filter(PendingBlob::isFinished);
    }

    /// It is named, abandoned or collected: what it holds in memory is free.
    void remove(PendingBlob blob) {
        if (pending.remove(blob.id(), blob)) {
            memory.addAndGet(-blob.memory());
        }
    }

    Iterable<PendingBlob> all() {
        return pending.values();
    }

    /// Takes memory if there is some.
    boolean tryTake(int octets) {
        if (memory.addAndGet(octets) <= memoryOctets) {
            return true;
        }
        memory.addAndGet(-octets);
        return false;
    }

    /// Takes memory in any case: the little without which nothing can be written.
    void take(int octets) {
        memory.addAndGet(octets);
    }

    void give(int octets) {
        memory.addAndGet(-octets);
    }

    /// True when tails should go to the log rather than wait in memory.
    boolean isTight() {
        return memory.get() > memoryOctets / 2;
    }

    long memory() {
        return memory.get();
    }
}
