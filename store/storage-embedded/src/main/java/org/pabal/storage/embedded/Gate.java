// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Keeps the native database open while somebody reads it: reading a closed one ends the process.
final class Gate {
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong inside = new AtomicLong();

    /// @throws org.pabal.storage.StorageException.Unavailable when it is closed
    void enter() {
        if (inside.incrementAndGet() < 0) {
            inside.decrementAndGet();
            throw Committer.closed();
        }
    }

    void leave() {
        inside.decrementAndGet();
    }

    /// Lets nobody in any more and waits for those inside.
    void close() {
        inside.addAndGet(CLOSED);
        while (inside.get() != CLOSED) {
            LockSupport.parkNanos(100_000);
        }
    }
}
