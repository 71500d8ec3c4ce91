// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;

/// What is counted besides a model.
///
/// @param epoch raised when the model is forgotten
/// @param day to which the two counts belong, since 1970
/// @param today texts learnt on that day by people's moves and marks
/// @param shared votes of that day; of the shared model, what it learnt by itself that day
/// @param records kept of what was learnt
/// @param last when something was learnt, in seconds since 1970; 0 for never
public record LearningState(int epoch, int day, int today, int shared, int records, long last) {
    private static final byte VERSION = 1;
    private static final int OCTETS = 1 + 5 * Integer.BYTES + Long.BYTES;

    public static final LearningState NONE = new LearningState(0, 0, 0, 0, 0, 0);

    /// With counts of this day.
    public LearningState on(int now) {
        return now == day ? this : new LearningState(epoch, now, 0, 0, records, last);
    }

    public LearningState learnt(int more, int moreShared, int moreRecords, long at) {
        return new LearningState(
                epoch,
                day,
                today + more,
                shared + moreShared,
                Math.max(0, records + moreRecords),
                at);
    }

    /// The counts of the day stay: to forget buys nobody more.
    public LearningState forgotten() {
        return new LearningState(epoch + 1, day, today, shared, 0, 0);
    }

    public byte[] octets() {
        return ByteBuffer.allocate(OCTETS)
                .put(VERSION)
                .putInt(epoch)
                .putInt(day)
                .putInt(today)
                .putInt(shared)
                .putInt(records)
                .putLong(last)
                .array();
    }

    public static LearningState read(byte[] octets) {
        if (octets.length != OCTETS || octets[0] != VERSION) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, OCTETS - 1);
        return new LearningState(
                in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getLong());
    }
}
