// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// So many jobs work at once, and so many with one server. Safe for use by many threads.
final class ImportSlots {
    private final int atOnce;
    private final int atOncePerServer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Integer> working = new HashMap<>();

    ImportSlots(int atOnce, int atOncePerServer) {
        this.atOnce = atOnce;
        this.atOncePerServer = atOncePerServer;
    }

    /// Waits for a place.
    ///
    /// @param noMore ends the wait, once {@link #wake} was called
    /// @return false when the wait ended without one
    boolean enter(String server, BooleanSupplier noMore) {
        lock.lock();
        try {
            while (!noMore.getAsBoolean()) {
                int all = working.values().stream().mapToInt(Integer::intValue).sum();
                if (all < atOnce && working.getOrDefault(server, 0) < atOncePerServer) {
                    working.merge(server, 1, Integer::sum);
                    return true;
                }
                changed.awaitUninterruptibly();
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    void leave(String server) {
        lock.lock();
        try {
            working.computeIfPresent(server, (_, count) -> count == 1 ? null : count - 1);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a time is over, or the wait is to end.
    void pause(long nanos, BooleanSupplier noMore) {
        long until = System.nanoTime() + nanos;
        lock.lock();
        try {
            for (long left = nanos; left > 0 && !noMore.getAsBoolean(); ) {
                if (!changed.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
                left = until - System.nanoTime();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Has all who wait look again.
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
