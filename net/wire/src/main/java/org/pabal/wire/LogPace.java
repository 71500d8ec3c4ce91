// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Keeps a flood of one event from becoming a flood of log lines: one line in ten seconds, with how
/// often it happened since the line before.
public final class LogPace {

    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLong since = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /// @param line given how often it happened; called when it is time for a line
    public void tell(LongConsumer line) {
        since.incrementAndGet();
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            line.accept(since.getAndSet(0));
        }
    }
}
