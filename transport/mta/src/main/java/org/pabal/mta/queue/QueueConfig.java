// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// How the queue works. RFC 5321 §4.5.4.1 for the times.
///
/// @param concurrency attempts at the same time: mostly they wait for their peers, so more than a
///     processor could do; each may hold a connection with TLS, some 100 KB
/// @param perDestination of them to one destination (THREATS O06)
/// @param schedule the wait after the first attempt, the second…; the last one repeats
/// @param expiry after which a mail is given up
/// @param delayReport after which the sender is told that a mail still waits
/// @param destinationRest how long a destination that could not be reached is left alone at first
/// @param troubleRest how long an entry waits when a part of this server is out of order
/// @param maxCrashes of an entry's worker before it is held (THREATS O07)
/// @param maxEntries beyond which new mail is deferred
public record QueueConfig(
        int concurrency,
        int perDestination,
        List<Duration> schedule,
        Duration expiry,
        Duration delayReport,
        Duration destinationRest,
        Duration troubleRest,
        int maxCrashes,
        int maxEntries) {
    private static final double JITTER = 0.2;

    public QueueConfig {
        schedule = List.copyOf(schedule);
        if (schedule.isEmpty() || concurrency < 1 || perDestination < 1) {
            throw new IllegalArgumentException(
                    "a queue needs a schedule and at least one attempt at a time");
        }
    }

    public static QueueConfig defaults() {
        return new QueueConfig(
                400,
                20,
                List.of(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(4)),
                Duration.ofDays(5),
                Duration.ofHours(4),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                3,
                1_000_000);
    }

    /// How long to wait after so many attempts: up to a fifth longer than the schedule says, so
    /// that what failed together does not come back together.
    public Duration waitAfter(int attempts, RandomGenerator random) {
        int step = Math.clamp(attempts - 1L, 0, schedule.size() - 1);
        return lengthened(schedule.get(step), random);
    }

    Duration lengthened(Duration wait, RandomGenerator random) {
        return wait.plusMillis((long) (wait.toMillis() * JITTER * random.nextDouble()));
    }
}
