// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.pabal.filter.SourceMark;
import org.pabal.filter.history.format.v1.MarkOctets;
import org.pabal.spam.statistics.Training;

/// What an account has learnt of one text.
///
/// @param training takes it back
/// @param epoch of the account's model: after it was forgotten, records of before count no more
/// @param day when, since 1970
/// @param automatic not a person's word
/// @param voted the shared model was told
/// @param marks what it has changed in what is known of the message's sources
public record TrainedRecord(
        Training training,
        int epoch,
        int day,
        boolean automatic,
        boolean voted,
        List<SourceMark> marks) {
    private static final byte VERSION = 1;
    private static final int LEAST = 1 + Integer.BYTES + Integer.BYTES + 1 + Training.OCTETS;

    public TrainedRecord {
        marks = List.copyOf(marks);
    }

    public boolean isSo(boolean byItself, boolean counted) {
        return automatic == byItself && voted == counted;
    }

    public byte[] octets() {
        byte[] marked = MarkOctets.of(marks);
        return ByteBuffer.allocate(LEAST + marked.length)
                .put(VERSION)
                .putInt(epoch)
                .putInt(day)
                .put((byte) ((automatic ? 1 : 0) | (voted ? 2 : 0)))
                .put(training.octets())
                .put(marked)
                .array();
    }

    /// Empty for a record of another version, which is passed over.
    public static Optional<TrainedRecord> read(byte[] octets) {
        if (octets.length < LEAST || octets[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        int epoch = in.getInt();
        int day = in.getInt();
        int is = in.get();
        byte[] training = new byte[Training.OCTETS];
        in.get(training);
        return Training.parse(training)
                .map(known ->
                        new TrainedRecord(
                                known,
                                epoch,
                                day,
                                (is & 1) != 0,
                                (is & 2) != 0,
                                MarkOctets.read(in)));
    }
}
