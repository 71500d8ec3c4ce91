// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.pabal.filter.FilterObserver;
import org.pabal.filter.Outcome;

/// Counts what the spam filter does. Safe for use by many threads.
final class SpamCounts implements FilterObserver {
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final LongAdder nanos = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder failures = new LongAdder();

    SpamCounts() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    @Override
    public void judged(Outcome everybody, Duration took) {
        count(everybody).increment();
        nanos.add(took.toNanos());
    }

    private LongAdder count(Outcome outcome) {
        return java.util.Objects.requireNonNull(outcomes.get(outcome));
    }

    @Override
    public void late(String adviser) {
        late.increment();
    }

    @Override
    public void failed(String part) {
        failures.increment();
    }

    long outcomes(Outcome outcome) {
        return count(outcome).sum();
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }

    long late() {
        return late.sum();
    }

    long failures() {
        return failures.sum();
    }
}
