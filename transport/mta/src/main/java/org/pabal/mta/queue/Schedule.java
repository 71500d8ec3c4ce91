// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.pabal.mta.queue.Lanes.Taken;

/// All entries in memory: what waits, what is being tried, what is held, what an operator has in
/// hand. Safe for use by many threads. The lock is never held during input or output.
final class Schedule {
    private static final int LISTED_DESTINATIONS = 20;

    /// The longest wait in one piece, so that a clock that was set is noticed.
    private static final Duration LONGEST_NAP = Duration.ofSeconds(10);

    /// How often entries of destinations at rest are looked through.
    private static final Duration HURRY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SlotIndex index = new SlotIndex();
    private final Lanes lanes;
    private int held;
    private long hurryAt;
    private volatile boolean closed;

    Schedule(QueueConfig config, InstantSource clock) {
        this.clock = clock;
        this.lanes = new Lanes(config);
    }

    /// Takes new entries in.
    void add(List<QueueEntry> entries) {
        locked(() -> {
            long now = clock.millis();
            for (QueueEntry entry : entries) {
                Slot slot = new Slot(entry.id());
                index.add(slot);
                place(slot, entry, now);
            }
        });
    }

    private void place(Slot slot, QueueEntry entry, long now) {
        slot.set(entry);
        if (entry.isHeld()) {
            slot.held = true;
            held++;
        } else {
            lanes.add(entry.destination(), slot, now);
        }
    }

    // For those who work

    /// The next entry that is due; empty when the schedule is closed.
    Optional<Taken> await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long now = clock.millis();
                Optional<Taken> taken = take(now);
                if (taken.isPresent()) {
                    return taken;
                }
                long next = Math.min(lanes.nextWaking(), hurryAt);
                long nap = Math.clamp(next - now, 1, LONGEST_NAP.toMillis());
                changed.await(nap, TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// The next entry, if one is due.
    Optional<Taken> takeDue() {
        return locked(() -> closed ? Optional.empty() : take(clock.millis()));
    }

    private Optional<Taken> take(long now) {
        if (now >= hurryAt || now < hurryAt - HURRY.toMillis()) {
            hurryAt = now + HURRY.toMillis();
            lanes.hurry(now);
        }
        return lanes.take(now);
    }

    /// The hosts of the destination have nothing to do with the attempt any more.
    void left(Taken taken) {
        locked(() -> lanes.left(taken, clock.millis()));
    }

    /// The attempt is over, and the entry gone.
    void gone(Taken taken) {
        locked(() -> {
            index.remove(taken.slot());
            lanes.release(taken, clock.millis());
        });
    }

    /// The attempt is over, and the entry is to wait as it says.
    void back(Taken taken, QueueEntry entry) {
        locked(() -> {
            long now = clock.millis();
            place(taken.slot(), entry, now);
            lanes.release(taken, now);
        });
    }

    /// The attempt could not be made for a reason of ours; nothing about the entry is known.
    void postponed(Taken taken, Instant until) {
        locked(() -> {
            long now = clock.millis();
            taken.slot().dueMillis = until.toEpochMilli();
            lanes.add(taken.lane().destination, taken.slot(), now);
            lanes.trouble(taken);
            lanes.release(taken, now);
        });
    }

    /// Why the entry's destination is not to be tried now.
    Optional<String> restOf(Taken taken) {
        return locked(() -> {
            Lane lane = taken.lane();
            if (lane.isSuspended()) {
                return Optional.of(lane.suspended);
            }
            return lane.isAtRest(clock.millis()) ? Optional.of(lane.unreached) : Optional.empty();
        });
    }

    void reached(Taken taken) {
        locked(() -> lanes.reached(taken, clock.millis()));
    }

    void unreached(Taken taken, String reason, Duration rest) {
        locked(() -> lanes.unreached(taken, reason, rest.toMillis(), clock.millis()));
    }

    // For operators

    /// Nobody tries the entry until it is put back; false when it is being tried, or gone.
    boolean withdraw(QueueId id) {
        return locked(() -> {
            Optional<Slot> found = index.find(id);
            if (found.isEmpty()) {
                return false;
            }
            Slot slot = found.get();
            if (slot.heap != null) {
                lanes.remove(slot, slot.heap, clock.millis());
            } else if (slot.held) {
                slot.held = false;
                held--;
            } else {
                return false;
            }
            return true;
        });
    }

    /// What was withdrawn is to wait as it says.
    void putBack(QueueEntry entry) {
        locked(() -> index.find(entry.id()).ifPresent(slot -> place(slot, entry, clock.millis())));
    }

    /// What was withdrawn is gone.
    void forget(QueueId id) {
        locked(() -> index.find(id).ifPresent(index::remove));
    }

    void wake(Destination destination) {
        locked(() -> lanes.wake(destination, clock.millis()));
    }

    void suspend(Destination.Kind kind, String reason) {
        locked(() -> lanes.suspend(kind, reason, clock.millis()));
    }

    void resume(Destination.Kind kind) {
        locked(() -> lanes.resume(kind, clock.millis()));
    }

    List<Destination> newest(Destination.Kind kind, int limit) {
        return locked(() -> lanes.newest(kind, limit));
    }

    int waiting(Destination destination) {
        return locked(() -> lanes.waiting(destination));
    }

    int size() {
        return locked(index::size);
    }

    int held() {
        return locked(() -> held);
    }

    QueueStatus status(int damaged) {
        return locked(() ->
                new QueueStatus(
                        index.size(),
                        lanes.active(),
                        held,
                        damaged,
                        lanes.suspended(),
                        lanes.longest(LISTED_DESTINATIONS, clock.millis())));
    }

    Optional<Instant> nextDue() {
        return locked(() -> lanes.nextDue(clock.millis()).map(Instant::ofEpochMilli));
    }

    /// Gives nothing out any more, and waits for what is being tried.
    ///
    /// @return true when all of it has ended
    boolean close(Duration longest) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            long left = longest.toNanos();
            while (lanes.active() > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return lanes.active() == 0;
    }

    boolean isClosed() {
        return closed;
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
