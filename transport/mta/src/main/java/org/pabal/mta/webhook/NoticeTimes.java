// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How long notifications took, of the last days: counted in steps, each a quarter longer than the one
/// before, so that a percentile is right to a quarter.
///
/// @param days by day since 1970, how often each step was counted
public record NoticeTimes(Map<Integer, Map<Integer, Integer>> days) {
    public static final NoticeTimes NONE = new NoticeTimes(Map.of());

    /// For so many days they are kept.
    public static final int DAYS = 7;

    private static final double FIRST_MILLIS = 10;
    private static final double GROWTH = 1.25;
    private static final int LAST_STEP = 75; // more than a day

    public NoticeTimes {
        Map<Integer, Map<Integer, Integer>> copy = new HashMap<>();
        days.forEach((day, steps) -> copy.put(day, Map.copyOf(steps)));
        days = Map.copyOf(copy);
    }

    static int step(Duration took) {
        double millis = Math.max(0, took.toMillis());
        return millis <= FIRST_MILLIS
                ? 0
                : Math.min(
                        LAST_STEP,
                        (int) Math.ceil(Math.log(millis / FIRST_MILLIS) / Math.log(GROWTH)));
    }

    private static long most(int step) {
        return Math.round(FIRST_MILLIS * Math.pow(GROWTH, step));
    }

    public NoticeTimes with(Duration took, int day) {
        Map<Integer, Map<Integer, Integer>> after = new HashMap<>();
        days.forEach((each, steps) -> {
            if (each > day - DAYS && each <= day) {
                after.put(each, new HashMap<>(steps));
            }
        });
        after.computeIfAbsent(day, _ -> new HashMap<>()).merge(step(took), 1, Integer::sum);
        return new NoticeTimes(after);
    }

    public int count() {
        return days.values().stream()
                .flatMap(steps -> steps.values().stream())
                .mapToInt(each -> each)
                .sum();
    }

    /// What so many of a hundred took at most; empty when none was counted.
    public OptionalLong percentileMillis(int percent) {
        TreeMap<Integer, Integer> all = new TreeMap<>();
        days.values()
                .forEach(steps -> steps.forEach((step, n) -> all.merge(step, n, Integer::sum)));
        long wanted = Math.ceilDiv((long) count() * percent, 100L);
        long seen = 0;
        for (Map.Entry<Integer, Integer> each : all.entrySet()) {
            seen += each.getValue();
            if (seen >= wanted) {
                return OptionalLong.of(most(each.getKey()));
            }
        }
        return OptionalLong.empty();
    }
}
