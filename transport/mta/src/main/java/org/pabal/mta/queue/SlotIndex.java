// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds slots by their ids: a hash table whose chains run through the slots themselves, so that an
/// entry costs four octets here. Guarded by the schedule's lock.
final class SlotIndex {
    private static final int LEAST_BUCKETS = 64;

    private @Nullable Slot[] buckets = new Slot[LEAST_BUCKETS];
    private int size;

    int size() {
        return size;
    }

    Optional<Slot> find(QueueId id) {
        for (Slot slot = buckets[bucket(Slot.hash(id))]; slot != null; slot = slot.next) {
            if (slot.is(id)) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    /// @param slot of an id that is not there
    void add(Slot slot) {
        if (size == buckets.length) {
            resize(buckets.length * 2);
        }
        size++;
        chain(slot);
    }

    private void chain(Slot slot) {
        int bucket = bucket(slot.hash());
        slot.next = buckets[bucket];
        buckets[bucket] = slot;
    }

    void remove(Slot slot) {
        int bucket = bucket(slot.hash());
        Slot before = null;
        for (Slot at = buckets[bucket]; at != slot; at = at.next) {
            if (at == null) {
                return;
            }
            before = at;
        }
        if (before == null) {
            buckets[bucket] = slot.next;
        } else {
            before.next = slot.next;
        }
        slot.next = null;
        size--;
        if (buckets.length > LEAST_BUCKETS && size < buckets.length / 4) {
            resize(buckets.length / 2);
        }
    }

    private int bucket(int hash) {
        return hash & buckets.length - 1;
    }

    private void resize(int length) {
        @Nullable Slot[] old = buckets;
        buckets = new Slot[length];
        for (Slot slot : old) {
            while (slot != null) {
                Slot next = slot.next;
                chain(slot);
                slot = next;
            }
        }
    }
}
