// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.pabal.message.UnavailableException;

/// Reads the fields of one record, in the order in which they were written.
///
/// The engine's checksums have vouched for the octets; what does not fit here is a record of a newer
/// server or a fault of ours, and the directory is then out of order rather than wrong.
final class RecordReader {
    static final int VERSION = 1;

    private final String name;
    private final byte[] octets;
    private int position;

    /// @param name what the record is, for the operator
    RecordReader(String name, byte[] octets) {
        this.name = name;
        this.octets = octets;
        if (next() != VERSION) {
            throw new UnavailableException(
                    "the directory's record of "
                            + name
                            + " was written by a newer version; run that version");
        }
    }

    /// True when nothing is left: a field that may be absent stands last.
    boolean isAtEnd() {
        return position == octets.length;
    }

    long number() {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = next();
            number |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return number;
            }
        }
        throw damaged();
    }

    OptionalLong limit() {
        boolean limited = number() == 1;
        long limit = number();
        return limited ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    byte[] octets() {
        long length = number();
        if (length > octets.length - position) {
            throw damaged();
        }
        position += (int) length;
        return Arrays.copyOfRange(octets, position - (int) length, position);
    }

    String text() {
        long length = number();
        if (length > octets.length - position) {
            throw damaged();
        }
        position += (int) length;
        return new String(octets, position - (int) length, (int) length, StandardCharsets.UTF_8);
    }

    private int next() {
        if (position >= octets.length) {
            throw damaged();
        }
        return octets[position++] & 0xFF;
    }

    private UnavailableException damaged() {
        return new UnavailableException(
                "the directory's record of "
                        + name
                        + " is damaged; run `pabal store verify`, then restore it from a backup");
    }
}
