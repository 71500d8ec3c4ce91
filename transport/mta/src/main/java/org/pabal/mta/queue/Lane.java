// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The entries of one destination in memory, and what is known of the destination. Guarded by the
/// schedule's lock.
final class Lane {
    static final Comparator<Lane> BY_WAKING =
            Comparator.comparingLong((Lane lane) -> lane.wakesAt)
                    .thenComparingLong(lane -> lane.number);
    static final Comparator<Lane> BY_TURN =
            Comparator.comparingLong((Lane lane) -> lane.turn)
                    .thenComparingLong(lane -> lane.number);

    /// So many fall due in one step, so that the lock is not held long.
    private static final int AT_ONCE = 1_000;

    final Destination destination;

    /// Tells lanes apart that are equal otherwise.
    final long number;

    final SlotHeap waiting = new SlotHeap(this, SlotHeap.Order.BY_DUE);
    final SlotHeap due = new SlotHeap(this, SlotHeap.Order.BY_PRIORITY);

    /// What has to be looked at although the destination is not to be tried.
    final SlotHeap urgent = new SlotHeap(this, SlotHeap.Order.BY_DUE);

    final Window window;
    int active;

    /// When it was last served; the smallest is next.
    long turn;

    /// Why the destination was not reached; empty when the last attempt reached it.
    String unreached = "";

    /// The last attempt took long.
    boolean slow;

    long restsUntil;
    int rests;

    /// Why destinations of this kind are not tried; empty when they are.
    String suspended = "";

    /// Which of the schedule's sets it is in; null for none.
    @Nullable Rank rank;

    long wakesAt;

    /// Who comes first when places are few.
    enum Rank {
        /// Nothing is sent: a report is due, or something has expired.
        URGENT,
        /// Nothing of it is being tried, and it takes mail.
        PROVEN_AND_FREE,
        /// Nothing of it is being tried, and nothing is known of it.
        NEW,
        /// It takes mail, and gets some at this moment.
        PROVEN_AND_BUSY,
        /// It was slow or not reached, or is tried for the first time at this moment.
        DOUBTFUL,
        /// Nothing to do before `wakesAt`.
        ASLEEP
    }

    Lane(Destination destination, long number, Window window) {
        this.destination = destination;
        this.number = number;
        this.window = window;
    }

    int size() {
        return waiting.size() + due.size() + urgent.size();
    }

    boolean isAtRest(long now) {
        return !unreached.isEmpty() && now < restsUntil;
    }

    boolean isSuspended() {
        return !suspended.isEmpty();
    }

    void add(Slot slot) {
        waiting.add(slot);
    }

    /// Moves what has fallen due.
    void advance(long now) {
        Slot slot = waiting.first();
        for (int n = 0; n < AT_ONCE && slot != null && slot.dueMillis <= now; n++) {
            waiting.remove(slot);
            due.add(slot);
            slot = waiting.first();
        }
    }

    /// Moves what has passed its deadline.
    void hurry(long now) {
        for (SlotHeap heap : new SlotHeap[] {waiting, due}) {
            for (Slot slot : heap.some(slot -> slot.isPastDeadline(now), AT_ONCE)) {
                heap.remove(slot);
                urgent.add(slot);
            }
        }
    }

    Slot take(long now) {
        SlotHeap heap = urgent.isEmpty() ? due : urgent;
        Slot slot = requireNonNull(heap.first());
        heap.remove(slot);
        active++;
        advance(now);
        return slot;
    }

    /// The lane's standing now; empty lanes have none.
    @Nullable Rank standing(long now) {
        if (!urgent.isEmpty()) {
            return Rank.URGENT;
        }
        if (isSuspended() || size() == 0) {
            return null;
        }
        if (isAtRest(now)) {
            wakesAt = Math.max(restsUntil, firstDue());
            return Rank.ASLEEP;
        }
        if (due.isEmpty()) {
            wakesAt = firstDue();
            return Rank.ASLEEP;
        }
        if (active >= window.size()) {
            return null; // until an attempt ends
        }
        if (slow || !unreached.isEmpty()) {
            return Rank.DOUBTFUL;
        }
        if (active == 0) {
            return window.isProven() ? Rank.PROVEN_AND_FREE : Rank.NEW;
        }
        return window.isProven() ? Rank.PROVEN_AND_BUSY : Rank.DOUBTFUL;
    }

    private long firstDue() {
        Slot overdue = due.first();
        Slot next = overdue != null ? overdue : waiting.first();
        return next == null ? Long.MAX_VALUE : next.dueMillis;
    }

    /// When there is something to do; empty lanes and suspended ones: never.
    long nextDue(long now) {
        if (!urgent.isEmpty()) {
            return now;
        }
        if (size() == 0 || isSuspended()) {
            return Long.MAX_VALUE;
        }
        return isAtRest(now) ? Math.max(restsUntil, firstDue()) : firstDue();
    }
}
