// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A binary heap of slots that know their places, so that any of them is taken out quickly.
/// Guarded by the schedule's lock.
final class SlotHeap {
    private static final Slot[] EMPTY = {};

    enum Order {
        /// The earliest due first.
        BY_DUE,
        /// The highest MT-PRIORITY first, then the earliest due. RFC 6710.
        BY_PRIORITY
    }

    final Lane lane;
    private final Order order;
    private @Nullable Slot[] slots = EMPTY;
    private int size;

    SlotHeap(Lane lane, Order order) {
        this.lane = lane;
        this.order = order;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable Slot first() {
        return size == 0 ? null : slots[0];
    }

    void add(Slot slot) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(2, size + size / 2 + 1));
        }
        slot.heap = this;
        up(size++, slot);
    }

    void remove(Slot slot) {
        int place = slot.place;
        slot.heap = null;
        Slot last = at(--size);
        slots[size] = null;
        if (last != slot) {
            down(place, last);
            if (last.place == place) {
                up(place, last);
            }
        }
        if (size == 0) {
            slots = EMPTY;
        } else if (slots.length > 16 && size < slots.length / 4) {
            slots = Arrays.copyOf(slots, slots.length / 2);
        }
    }

    /// Up to so many that fit, in no order.
    List<Slot> some(Predicate<Slot> fitting, int limit) {
        List<Slot> found = new ArrayList<>();
        for (int i = 0; i < size && found.size() < limit; i++) {
            if (fitting.test(at(i))) {
                found.add(at(i));
            }
        }
        return found;
    }

    private void up(int from, Slot slot) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!isBefore(slot, at(parent))) {
                break;
            }
            put(place, at(parent));
            place = parent;
        }
        put(place, slot);
    }

    private void down(int from, Slot slot) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), slot)) {
                break;
            }
            put(place, at(child));
            place = child;
        }
        put(place, slot);
    }

    private void put(int place, Slot slot) {
        slots[place] = slot;
        slot.place = place;
    }

    private Slot at(int place) {
        return java.util.Objects.requireNonNull(slots[place]);
    }

    private boolean isBefore(Slot one, Slot other) {
        if (order == Order.BY_PRIORITY && one.priority != other.priority) {
            return one.priority > other.priority;
        }
        int byDue = Long.compare(one.dueMillis, other.dueMillis);
        return byDue != 0 ? byDue < 0 : one.compareIds(other) < 0;
    }
}
