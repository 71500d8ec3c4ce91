// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The figures of all notifications of one kind together. Safe for use by many threads.
public final class WebhookCounts {

    /// Upper ends of the classes into which times are counted, in milliseconds.
    public static final List<Long> CLASSES =
            List.of(
                    100L,
                    250L,
                    500L,
                    1_000L,
                    2_500L,
                    5_000L,
                    10_000L,
                    30_000L,
                    60_000L,
                    300_000L,
                    3_600_000L);

    public enum Outcome {
        /// The other server has it.
        TOLD,
        /// To be tried again.
        FAILED,
        /// Nothing was sent, and nothing will be: it goes where it may not, or nobody wants it now.
        REFUSED,
        /// Too many wait already.
        LEFT_OUT
    }

    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final List<LongAdder> times = CLASSES.stream().map(_ -> new LongAdder()).toList();
    private final LongAdder millis = new LongAdder();

    public WebhookCounts() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    public void count(Outcome outcome) {
        java.util.Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    /// @param took from the mail's acceptance to the other server's word
    public void told(Duration took) {
        count(Outcome.TOLD);
        millis.add(took.toMillis());
        for (int i = 0; i < times.size(); i++) {
            if (took.toMillis() <= CLASSES.get(i)) {
                times.get(i).increment();
                return;
            }
        }
    }

    public long of(Outcome outcome) {
        return java.util.Objects.requireNonNull(outcomes.get(outcome)).sum();
    }

    /// How many took no longer than the end of a class.
    public long within(int ofClass) {
        return times.subList(0, ofClass + 1).stream().mapToLong(LongAdder::sum).sum();
    }

    /// Of all that were told, together.
    public double seconds() {
        return millis.sum() / 1_000.0;
    }
}
