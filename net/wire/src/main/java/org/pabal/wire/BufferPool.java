// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Buffers for reading and writing, lent to connections while they have something in them.
///
/// The last given back is lent first, since it is still in the processor's cache. What it holds is
/// not wiped: a borrower reads only what it wrote.
final class BufferPool {

    /// Room for two TLS records of the largest size, 16,709 octets each.
    static final int SIZE = 33 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final int kept;
    private final AtomicInteger inUse = new AtomicInteger();

    /// @param kept at most, more are left to the garbage collector
    BufferPool(int kept) {
        this.kept = kept;
    }

    byte[] take() {
        inUse.incrementAndGet();
        lock.lock();
        try {
            byte[] buffer = free.pollLast();
            if (buffer != null) {
                return buffer;
            }
        } finally {
            lock.unlock();
        }
        return new byte[SIZE];
    }

    /// The giver must not touch the buffer any more.
    void give(byte[] buffer) {
        inUse.decrementAndGet();
        lock.lock();
        try {
            if (free.size() < kept) {
                free.addLast(buffer);
            }
        } finally {
            lock.unlock();
        }
    }

    int inUse() {
        return inUse.get();
    }
}
