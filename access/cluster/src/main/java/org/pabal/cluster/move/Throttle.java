// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Keeps a copy within a rate. For one thread.
final class Throttle {
    private static final long NANOS = 1_000_000_000L;

    private final long octetsPerSecond;
    private final LongSupplier nanoTime;
    private long free;

    /// @param octetsPerSecond 0 for as fast as it goes
    Throttle(long octetsPerSecond, LongSupplier nanoTime) {
        this.octetsPerSecond = octetsPerSecond;
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
    }

    /// Waits until so much may be sent.
    void take(long octets) {
        if (octetsPerSecond == 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (free - now < 0) {
            free = now;
        }
        long wait = free - now;
        free += (long) ((double) octets / octetsPerSecond * NANOS);
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }
}
