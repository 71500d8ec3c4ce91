// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at every connection now and then, and closes those whose peer takes nothing. A blocking
/// write has no deadline of its own in Java.
final class Watchdog implements Closeable {

    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final long SHORTEST_PAUSE_MILLIS = 5;

    /// Something with deadlines.
    interface Watched {
        /// @param now of `System.nanoTime`
        void check(long now);
    }

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long pauseMillis;

    /// @param shortest of the deadlines; looked after eight times as often, at most each second
    Watchdog(Duration shortest) {
        this.pauseMillis =
                Math.clamp(shortest.toMillis() / 8, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        Thread.ofPlatform().name("wire-watchdog").daemon().start(this::run);
    }

    void watch(Watched one) {
        watched.add(one);
    }

    void forget(Watched one) {
        watched.remove(one);
    }

    int watched() {
        return watched.size();
    }

    private void run() {
        try {
            while (!closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                for (Watched one : watched) {
                    one.check(now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
