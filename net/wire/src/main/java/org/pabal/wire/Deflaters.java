// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Deflaters for the connections that have something to say, and places for compressed connections.
///
/// A deflater takes 256 KiB outside the heap, so that there are only so many: a connection gives its
/// own back soon after it fell silent, and one that gets none sends what it has uncompressed, in
/// stored blocks. An inflater takes 40 KiB and stays with its connection, which bounds those.
final class Deflaters implements Closeable {

    /// Level 4 takes twice the processor's time for a sixth fewer octets, and 6 four times.
    private static final int LEVEL = 1;

    /// Free ones that are kept for use again.
    private static final int KEPT = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Deflater> free = new ArrayDeque<>();
    private final int most;
    private final int mostConnections;
    private final AtomicInteger connections = new AtomicInteger();
    private int lent;

    /// @param most that are lent at a time
    /// @param mostConnections that are compressed at a time
    Deflaters(int most, int mostConnections) {
        this.most = most;
        this.mostConnections = mostConnections;
    }

    /// @return false when there are as many compressed connections as there may be
    boolean enter() {
        int now;
        do {
            now = connections.get();
            if (now >= mostConnections) {
                return false;
            }
        } while (!connections.compareAndSet(now, now + 1));
        return true;
    }

    void leave() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    /// One that has forgotten everything, or none when all are lent.
    @Nullable Deflater take() {
        lock.lock();
        try {
            if (lent == most) {
                return null;
            }
            lent++;
            Deflater deflater = free.pollLast();
            return deflater == null ? new Deflater(LEVEL, true) : deflater;
        } finally {
            lock.unlock();
        }
    }

    /// The giver must not touch it any more.
    void give(Deflater deflater) {
        deflater.reset();
        lock.lock();
        try {
            lent--;
            if (free.size() < KEPT) {
                free.addLast(deflater);
                return;
            }
        } finally {
            lock.unlock();
        }
        deflater.end();
    }

    int lent() {
        lock.lock();
        try {
            return lent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            free.forEach(Deflater::end);
            free.clear();
        } finally {
            lock.unlock();
        }
    }
}
