// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.pabal.spam.ReadingLimits;

/// Opens what is packed, within the bounds for all archives of one mail. THREATS M14.
final class Inflation {
    /// Of one archive within another, kept in memory to be looked into.
    static final int NESTED_OCTETS = 4 << 20;

    private static final int RATIO_COUNTS_FROM = 1 << 20;
    private static final int START_OCTETS = 1_024;

    private long left = ReadingLimits.UNPACKED_OCTETS;
    private boolean beyond;

    /// Whether a bound has been met.
    boolean isBeyond() {
        return beyond;
    }

    /// Whether sizes are those of a bomb, whatever is really in it.
    static boolean isBomb(long packed, long unpacked) {
        return unpacked > ReadingLimits.UNPACKED_OCTETS
                || unpacked > RATIO_COUNTS_FROM
                        && unpacked / Math.max(1, packed) > ReadingLimits.UNPACKED_RATIO;
    }

    /// What is in an archive as it is, and counts all the same: several names can share it.
    Octets stored(Octets data) {
        left -= data.length();
        beyond |= left < 0;
        return data;
    }

    /// The first octets.
    byte[] start(Octets packed) {
        return inflate(packed, START_OCTETS, true, false);
    }

    /// All of it, or nothing where that is more than is kept.
    byte[] whole(Octets packed) {
        return inflate(packed, NESTED_OCTETS, true, true);
    }

    /// As {@link #whole} for the form with a header of two octets. RFC 1950.
    byte[] zlib(Octets packed, int most) {
        return inflate(packed, most, false, false);
    }

    private byte[] inflate(Octets packed, int most, boolean raw, boolean mustEnd) {
        Inflater inflater = new Inflater(raw);
        try {
            inflater.setInput(packed.array(), packed.from(), packed.length());
            byte[] plain = new byte[Math.min(most, 8 * START_OCTETS)];
            int size = 0;
            while (!inflater.finished()) {
                if (size == plain.length) {
                    if (size >= most) {
                        break;
                    }
                    plain = Arrays.copyOf(plain, Math.min(most, 2 * size));
                }
                int count = inflater.inflate(plain, size, plain.length - size);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                size += count;
                left -= count;
                if (left < 0 || isBomb(packed.length(), size)) {
                    beyond = true;
                    break;
                }
            }
            beyond |= mustEnd && size >= most && !inflater.finished();
            return Arrays.copyOf(plain, size);
        } catch (DataFormatException broken) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
