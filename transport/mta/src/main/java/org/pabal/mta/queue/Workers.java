// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pabal.message.UnavailableException;
import org.pabal.mta.queue.Lanes.Taken;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the worker for what is due, each entry on a virtual thread of its own, and deals with what
/// the worker leaves behind. Safe for use by many threads.
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Schedule schedule;
    private final StoredEntries entries;
    private final QueueConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AttemptMarks marks;

    Workers(
            Schedule schedule,
            StoredEntries entries,
            QueueConfig config,
            InstantSource clock,
            RandomGenerator random,
            AttemptMarks marks) {
        this.schedule = schedule;
        this.entries = entries;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.marks = marks;
    }

    /// Until the schedule is closed.
    void run(QueueWorker worker) {
        try {
            while (true) {
                Optional<Taken> taken = schedule.await();
                if (taken.isEmpty()) {
                    return;
                }
                Thread.ofVirtual()
                        .name("queue-" + taken.get().slot().id())
                        .start(() -> work(taken.get(), worker));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    int workOff(QueueWorker worker) {
        int worked = 0;
        Optional<Taken> taken = schedule.takeDue();
        while (taken.isPresent()) {
            work(taken.get(), worker);
            worked++;
            taken = schedule.takeDue();
        }
        return worked;
    }

    private void work(Taken taken, QueueWorker worker) {
        QueueId id = taken.slot().id();
        int mark = marks.begin(id);
        Runnable end = () -> postpone(taken);
        try {
            end = tried(taken, worker);
        } catch (UnavailableException | StorageException trouble) {
            LOG.warn("queue entry {}: {}; it will be tried again", id, trouble.getMessage());
        } catch (Throwable crash) { // the loop of a worker: whatever it is, the queue goes on
            LOG.error("queue entry {} broke its worker", id, crash);
            end = crashed(taken, crash);
        } finally {
            marks.end(mark);
            end.run();
        }
    }

    /// @return how the entry is to wait on
    private Runnable tried(Taken taken, QueueWorker worker) {
        Optional<QueueEntry> entry = entries.find(taken.slot().id());
        if (entry.isEmpty()) {
            return () -> schedule.gone(taken);
        }
        Lease lease = new Lease(this, schedule, taken, entry.get());
        worker.work(lease);
        QueueEntry after =
                lease.settled()
                        .orElseThrow(() -> new IllegalStateException("no outcome was recorded"));
        return after.isDone() ? () -> schedule.gone(taken) : () -> schedule.back(taken, after);
    }

    /// A part of this server is out of order: nothing is recorded, the time is kept in memory only.
    private void postpone(Taken taken) {
        schedule.postponed(
                taken, clock.instant().plus(config.lengthened(config.troubleRest(), random)));
    }

    private Runnable crashed(Taken taken, Throwable crash) {
        try {
            Optional<QueueEntry> stored = entries.find(taken.slot().id());
            if (stored.isEmpty()) {
                return () -> schedule.gone(taken);
            }
            QueueEntry counted = counted(stored.get(), crash);
            entries.commitCrash(counted);
            return () -> schedule.back(taken, counted);
        } catch (RuntimeException storageOut) {
            LOG.warn("queue: a crash could not be recorded: {}", storageOut.getMessage());
            return () -> postpone(taken);
        }
    }

    private QueueEntry counted(QueueEntry entry, Throwable crash) {
        QueueEntry counted = entry.crashed(config.maxCrashes(), "its worker broke", "" + crash);
        return counted.due(waitAfter(entry.attempts() + counted.crashes()));
    }

    /// The end of the wait after so many attempts.
    Instant waitAfter(int attempts) {
        return clock.instant().plus(config.waitAfter(attempts, random));
    }

    void unreached(Taken taken, String reason) {
        unreached(taken, reason, config.destinationRest());
    }

    void unreached(Taken taken, String reason, Duration rest) {
        schedule.unreached(taken, reason, config.lengthened(rest, random));
    }
}
