// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// The figures of all notifications of one kind together, since the start. Safe for use by many
/// threads.
public final class NoticeCounts {

    public enum Outcome {
        /// The other server has it.
        TOLD,
        /// To be tried again.
        FAILED,
        /// Nothing was sent, and nothing will be: nobody wants it now.
        NEEDLESS,
        /// Too many wait already.
        LEFT_OUT
    }

    private final Map<Outcome, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> steps = new ConcurrentHashMap<>();
    private final List<Consumer<Duration>> listeners = new CopyOnWriteArrayList<>();

    public NoticeCounts() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /// Has somebody hear of each time.
    public void whenTold(Consumer<Duration> listener) {
        listeners.add(listener);
    }

    public void count(Outcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    /// @param took from the mail's acceptance to the other server's word
    public void told(Duration took) {
        count(Outcome.TOLD);
        steps.computeIfAbsent(NoticeTimes.step(took), _ -> new LongAdder()).increment();
        listeners.forEach(each -> each.accept(took));
    }

    public long of(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome)).sum();
    }

    /// What so many of a hundred took at most; empty when none was told.
    public OptionalLong percentileMillis(int percent) {
        Map<Integer, Integer> counted = new HashMap<>();
        steps.forEach((step, n) -> counted.put(step, n.intValue()));
        return new NoticeTimes(Map.of(0, counted)).percentileMillis(percent);
    }
}
