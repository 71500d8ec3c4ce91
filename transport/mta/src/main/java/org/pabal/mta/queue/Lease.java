// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.storage.Change;

/// One worker's right to one entry. Nobody else changes or tries the entry while it lasts. For one
/// thread.
public final class Lease {
    private final Workers workers;
    private final Schedule schedule;
    private final Lanes.Taken taken;
    private final QueueEntry entry;
    private final Optional<String> atRest;
    private Optional<QueueEntry> settled = Optional.empty();

    Lease(Workers workers, Schedule schedule, Lanes.Taken taken, QueueEntry entry) {
        this.workers = workers;
        this.schedule = schedule;
        this.taken = taken;
        this.entry = entry;
        this.atRest = schedule.restOf(taken);
    }

    public QueueEntry entry() {
        return entry;
    }

    /// Why the destination is not to be tried now: only what is late or expired is to be seen to.
    public Optional<String> destinationAtRest() {
        return atRest;
    }

    /// A host of the destination took a connection and spoke with us.
    public void destinationReached() {
        schedule.reached(taken);
    }

    /// No host of the destination is spoken with any more for this entry: another one's turn may
    /// come while the outcome is recorded. To be called once at most.
    public void destinationLeft() {
        schedule.left(taken);
    }

    /// No host of the destination took a connection: fewer are opened at a time, and in the end it
    /// is left alone for a while.
    public void destinationUnreached(String reason) {
        workers.unreached(taken, reason);
    }

    /// The same of a destination that is to be tried again sooner or later than others.
    ///
    /// @param rest the first; later ones are longer
    public void destinationUnreached(String reason, Duration rest) {
        workers.unreached(taken, reason, rest);
    }

    /// The entry with the time of its next attempt: by the schedule, but not beyond its next
    /// deadline, and not before its time when it was not tried.
    public QueueEntry scheduled(QueueEntry after, Instant now) {
        if (after.attempts() == entry.attempts()) {
            return after;
        }
        return due(after, workers.waitAfter(after.attempts()), now);
    }

    /// The same by another schedule.
    ///
    /// @param wait until the next attempt
    public QueueEntry scheduled(QueueEntry after, Instant now, Duration wait) {
        return after.attempts() == entry.attempts() ? after : due(after, now.plus(wait), now);
    }

    private static QueueEntry due(QueueEntry after, Instant next, Instant now) {
        Instant deadline = after.deadline();
        return after.due(deadline.isAfter(now) && deadline.isBefore(next) ? deadline : next);
    }

    /// The changes to the space `QUEUE` that record what has become of the entry; with no recipient
    /// left to do anything for, it is removed and its hold on the content with it.
    public List<Change> changes(QueueEntry after) {
        return StoredEntries.outcome(after);
    }

    /// The changes are durable, or there are none.
    public void settled(QueueEntry after) {
        settled = Optional.of(after);
    }

    /// True when the server stops: what waits for better times gives up now.
    public boolean isStopping() {
        return schedule.isClosed();
    }

    Optional<QueueEntry> settled() {
        return settled;
    }
}
