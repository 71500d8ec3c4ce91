// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.format.v1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// Writes the fields of one record.
final class RecordWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RecordWriter() {
        out.write(RecordReader.VERSION);
    }

    /// @param number at least 0
    RecordWriter number(long number) {
        long rest = number;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /// Whether there is one, then how much.
    RecordWriter limit(OptionalLong limit) {
        return number(limit.isPresent() ? 1 : 0).number(limit.orElse(0));
    }

    RecordWriter octets(byte[] octets) {
        number(octets.length);
        out.writeBytes(octets);
        return this;
    }

    RecordWriter text(String text) {
        return octets(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toOctets() {
        return out.toByteArray();
    }
}
