// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import org.pabal.storage.StorageException;

/// The end of what is applied of the log.
///
/// @param segment 0 before the first
/// @param offset of the octet after the last record
/// @param sequence of the next record
/// @param ageMillis how long the engine has run in all, over all restarts: what is forgotten
///     after a time is measured by it, not by a clock that may jump
record LogPosition(long segment, int offset, long sequence, long ageMillis) {
    static final LogPosition START = new LogPosition(0, 0, 1, 0);

    byte[] encode() {
        return ByteBuffer.allocate(28)
                .putLong(segment)
                .putInt(offset)
                .putLong(sequence)
                .putLong(ageMillis)
                .array();
    }

    static LogPosition decode(byte[] octets) {
        if (octets.length != 28) {
            throw new StorageException.Damaged("the log position has " + octets.length + " octets");
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        return new LogPosition(in.getLong(), in.getInt(), in.getLong(), in.getLong());
    }
}
