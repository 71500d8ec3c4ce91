// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the death of a process to the entries that it was trying: one of them may be the cause.
/// THREATS O07.
///
/// They are tried again one by one, in an order left to chance, so that the cause meets others each
/// time and only it is there every time.
final class DeathCount {
    private static final Logger LOG = LoggerFactory.getLogger(DeathCount.class);

    /// Each is given so much time on the average before the next.
    private static final Duration APART = Duration.ofSeconds(2);

    private final StoredEntries entries;
    private final QueueConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;

    DeathCount(
            StoredEntries entries,
            QueueConfig config,
            InstantSource clock,
            RandomGenerator random) {
        this.entries = entries;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    void count(Set<QueueId> tried) {
        if (tried.isEmpty()) {
            return;
        }
        try {
            List<QueueEntry> counted = new ArrayList<>();
            for (QueueId id : tried) {
                entries.find(id).map(entry -> counted(entry, tried.size())).ifPresent(counted::add);
            }
            LOG.warn(
                    "queue: the server died while it tried {} entries that are still there",
                    counted.size());
            if (!counted.isEmpty()) {
                entries.commitCrashes(counted);
            }
        } catch (StorageException trouble) {
            LOG.warn("queue: a death could not be counted: {}", trouble.getMessage());
        }
    }

    private QueueEntry counted(QueueEntry entry, int tried) {
        long spread = random.nextLong(APART.toMillis() * tried + 1);
        Instant next = clock.instant().plusMillis(spread);
        return entry.crashed(
                        config.maxCrashes(),
                        "the server died",
                        "each time this was among what it tried; release it if it was not the"
                                + " cause")
                .due(next.isAfter(entry.nextAttempt()) ? next : entry.nextAttempt());
    }
}
