// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.storage.Change;

/// One worker's right to one entry. Nobody else changes or tries the entry while it lasts. For one
/// thread.
public final class Lease {
    private final Queue queue;
    private final Lanes.Taken taken;
    private final QueueEntry entry;
    private final Optional<String> atRest;
    private Optional<QueueEntry> settled = Optional.empty();

    Lease(Queue queue, Lanes.Taken taken, QueueEntry entry, Optional<String> atRest) {
        this.queue = queue;
        this.taken = taken;
        this.entry = entry;
        this.atRest = atRest;
    }

    public QueueEntry entry() {
        return entry;
    }

    /// Why the destination could not be reached a short time ago: it is not to be tried now, and
    /// the entry is to be deferred for this reason.
    public Optional<String> destinationAtRest() {
        return atRest;
    }

    public void destinationReached() {
        queue.reached(taken.lane());
    }

    /// No host of the destination took a connection: it is left alone for a while.
    public void destinationUnreached(String reason) {
        queue.unreached(taken.lane(), reason);
    }

    /// The entry with the time of its next attempt by the schedule.
    public QueueEntry scheduled(QueueEntry after, Instant now) {
        return after.due(now.plus(queue.waitAfter(after.attempts())));
    }

    /// The changes to the space `QUEUE` that record what has become of the entry; with no recipient
    /// left to do anything for, it is removed and its hold on the content with it.
    public List<Change> changes(QueueEntry after) {
        return StoredEntries.outcome(after);
    }

    /// The changes are durable.
    public void settled(QueueEntry after) {
        settled = Optional.of(after);
    }

    /// True when the server stops: what waits for better times gives up now.
    public boolean isStopping() {
        return queue.isClosed();
    }

    Optional<QueueEntry> settled() {
        return settled;
    }

    Lanes.Taken taken() {
        return taken;
    }
}
