// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.state.AccountRecord.DeliveryGeneration;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// The delivery keys of one account during one edit: what was filed once is known again.
final class DeliveryKeys {
    /// Old keys that one filing drops: more than it adds, so that they come to an end.
    private static final int DROPPED_AT_ONCE = 64;

    private final AccountEdit edit;
    private final Map<String, Place> added = new HashMap<>();
    private DeliveryGeneration generation;

    DeliveryKeys(AccountEdit edit) {
        this.edit = edit;
        this.generation = edit.before().record().deliveries();
    }

    DeliveryGeneration generation() {
        return generation;
    }

    Map<String, Place> added() {
        return added;
    }

    /// Where the message of a key lies, when it was filed before.
    Optional<Place> find(String key) {
        Optional<Place> pending = edit.head().pendingDelivery(key);
        if (pending.isPresent()) {
            edit.touch(); // What we answer must not be durable before that is.
            return pending;
        }
        Optional<Place> now = Optional.ofNullable(added.get(key));
        return now.isPresent() ? now : stored(key);
    }

    private Optional<Place> stored(String key) {
        long current = generation.current();
        Optional<byte[]> found = edit.space().read(RecordKeys.delivery(current, key));
        if (found.isEmpty() && current > 0) {
            found = edit.space().read(RecordKeys.delivery(current - 1, key));
        }
        return found.map(SmallFormats::decodePlace);
    }

    void add(String key, Place place) {
        if (added.isEmpty()) {
            generation = renewed();
        }
        added.put(key, place);
        edit.changes()
                .add(
                        new Change.Put(
                                RecordKeys.delivery(generation.current(), key),
                                SmallFormats.encodePlace(place)));
    }

    /// Begins a new generation when it is time, and drops some keys of those that are too old.
    ///
    /// Goes by the clock's steps, not by what it shows: a jump forward begins one generation and no
    /// more, a jump back begins the current one's time anew.
    private DeliveryGeneration renewed() {
        long seconds = edit.now().getEpochSecond();
        long span = edit.config().deliveryKeyTime().toSeconds();
        long current = generation.current();
        long begun = generation.begun();
        long oldest = generation.oldest();
        boolean first = current == 0 && begun == 0;
        if (first || begun > seconds + span) {
            begun = seconds;
        } else if (seconds - begun > span && oldest + 1 >= current) {
            current++;
            begun = seconds;
        }
        if (oldest + 1 < current && dropSome(oldest)) {
            oldest++;
        }
        return new DeliveryGeneration(current, begun, oldest);
    }

    /// @return true when that were the last ones
    private boolean dropSome(long oldGeneration) {
        List<Entry> old = edit.space().scan(RecordKeys.deliveries(oldGeneration), DROPPED_AT_ONCE);
        old.forEach(entry -> edit.changes().add(new Change.Delete(entry.key())));
        return old.size() < DROPPED_AT_ONCE;
    }
}
