// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.Comparator;
import java.util.PriorityQueue;

/// The entries of one destination in memory. Guarded by the queue's lock.
final class Lane {
    static final Comparator<Lane> BY_DUE =
            Comparator.comparingLong(Lane::nextDue).thenComparingLong(lane -> lane.number);

    final Destination destination;

    /// Tells lanes that are due at the same time apart.
    final long number;

    final PriorityQueue<Slot> waiting = new PriorityQueue<>();
    int active;

    /// Why the destination was not reached; empty when the last attempt reached it.
    String unreached = "";

    long restsUntil;

    Lane(Destination destination, long number) {
        this.destination = destination;
        this.number = number;
    }

    long nextDue() {
        Slot first = waiting.peek();
        return first == null ? Long.MAX_VALUE : first.dueMillis;
    }

    /// After its rest a destination gets one attempt; more when that has reached it.
    boolean maySend(long now, int perDestination) {
        boolean probing = !unreached.isEmpty() && now >= restsUntil;
        return active < (probing ? 1 : perDestination);
    }

    boolean isAtRest(long now) {
        return !unreached.isEmpty() && now < restsUntil;
    }

    /// One entry, as small as it can be: there may be a million.
    static final class Slot implements Comparable<Slot> {
        final QueueId id;
        final long dueMillis;

        Slot(QueueId id, long dueMillis) {
            this.id = id;
            this.dueMillis = dueMillis;
        }

        @Override
        public int compareTo(Slot other) {
            int byDue = Long.compare(dueMillis, other.dueMillis);
            return byDue != 0 ? byDue : id.compareTo(other.id);
        }
    }
}
