// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pabal.mta.ledger.MailId;

/// One entry in memory, as small as it can be: there may be a million. Guarded by the schedule's
/// lock.
final class Slot {
    static final Instant NEVER = Instant.ofEpochSecond(Integer.toUnsignedLong(-1));

    // The id, without objects of its own.
    final long millis;
    final int serial;
    final int part;

    long dueMillis;

    /// In seconds since 1970, unsigned: until 2106.
    private int deadlineSeconds;

    byte priority;

    /// Waits for an operator. What neither waits nor is held is being tried, or in an operator's hand.
    boolean held;

    /// Where it waits, and its place there; null when it does not wait.
    @Nullable SlotHeap heap;

    int place;

    /// The next one in the index's bucket.
    @Nullable Slot next;

    Slot(QueueId id) {
        this.millis = id.mail().millis();
        this.serial = id.mail().serial();
        this.part = id.part();
    }

    /// Takes over what an entry says.
    void set(QueueEntry entry) {
        dueMillis = entry.nextAttempt().toEpochMilli();
        deadlineSeconds =
                (int) Math.clamp(entry.deadline().getEpochSecond(), 0, NEVER.getEpochSecond());
        priority = (byte) entry.request().priority();
    }

    QueueId id() {
        return new QueueId(new MailId(millis, serial), part);
    }

    boolean is(QueueId id) {
        return serial == id.mail().serial() && millis == id.mail().millis() && part == id.part();
    }

    int hash() {
        return hash(millis, serial, part);
    }

    static int hash(QueueId id) {
        return hash(id.mail().millis(), id.mail().serial(), id.part());
    }

    private static int hash(long millis, int serial, int part) {
        long mixed = (millis * 31 + serial) * 31 + part;
        mixed *= 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio: spreads neighbours
        return (int) (mixed >>> 32);
    }

    boolean isPastDeadline(long nowMillis) {
        return Integer.toUnsignedLong(deadlineSeconds) <= nowMillis / 1_000;
    }

    int compareIds(Slot other) {
        int byTime = Long.compare(millis, other.millis);
        if (byTime != 0) {
            return byTime;
        }
        int bySerial = Integer.compareUnsigned(serial, other.serial);
        return bySerial != 0 ? bySerial : Integer.compare(part, other.part);
    }
}
