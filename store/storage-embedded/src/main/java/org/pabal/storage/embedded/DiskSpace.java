// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the disk has room beyond the reserve. Comes back by itself when there is room again.
final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final long LARGEST_DEFAULT = 1L << 30;

    /// The disk is asked again after this time, or when what was written since may have used up
    /// what was beyond the reserve.
    private static final long ASK_NANOS = 1_000_000_000L;

    /// While it is low, each writer asks, but not more often than this.
    private static final long ASK_AGAIN_NANOS = 100_000_000L;

    /// Octets that may have gone to the disk for each octet of the log.
    private static final int AMPLIFICATION = 2;

    private final Disk disk;
    private final long reserve;
    private final LongSupplier nanoTime;
    private long askedAt;
    private long askedWith;
    private volatile long free;

    DiskSpace(Disk disk, OptionalLong reserve, LongSupplier nanoTime) throws IOException {
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.reserve =
                reserve.isPresent()
                        ? reserve.getAsLong()
                        : Math.min(LARGEST_DEFAULT, disk.totalOctets() / 10);
        this.free = disk.freeOctets();
        this.askedAt = nanoTime.getAsLong();
    }

    /// True when less than the reserve is free, as far as is known.
    boolean isLow() {
        return free < reserve;
    }

    /// True when less than twice the reserve is free, as far as is known.
    boolean isScarce() {
        return free / 2 < reserve;
    }

    /// Asks the disk when the answer is old, when it was no, and when it may be no by now.
    synchronized boolean checkLow(long appendedOctets) {
        long now = nanoTime.getAsLong();
        long used = AMPLIFICATION * (appendedOctets - askedWith);
        if (now - askedAt >= ASK_NANOS || free - used < reserve) {
            askedAt = now;
            askedWith = appendedOctets;
            ask();
        }
        return isLow();
    }

    /// Like {@link #isLow}, but asks the disk once more before a no, so that new room is taken at
    /// once.
    boolean isStillLow() {
        if (isLow()) {
            askAgain();
        }
        return isLow();
    }

    private synchronized void askAgain() {
        long now = nanoTime.getAsLong();
        if (now - askedAt >= ASK_AGAIN_NANOS) {
            askedAt = now;
            ask();
        }
    }

    private void ask() {
        boolean before = isLow();
        try {
            free = disk.freeOctets();
        } catch (IOException e) {
            LOG.warn("event=storage-space-unknown", e);
        }
        if (isLow() != before) {
            LOG.warn("event=storage-space low={} free={} reserve={}", isLow(), free, reserve);
        }
    }

    StorageException.Full full() {
        return new StorageException.Full(
                "%d MiB of the storage disk are free, %d MiB are to be kept: free some or enlarge it"
                        .formatted(free >> 20, reserve >> 20));
    }
}
