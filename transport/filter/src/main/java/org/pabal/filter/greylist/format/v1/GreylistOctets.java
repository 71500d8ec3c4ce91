// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One record of greylisting: its key is the prefix, the kind and the parts with a NUL between them;
/// its value is the version, two times in seconds and a count.
///
/// @param parts source, sender and recipient of a triple; else one source. Without NUL
/// @param first when it was first seen; of a triple that begins anew, when that was
/// @param last when it was last of use
/// @param count of a triple that has passed, how often; 0 while it waits. Of a good source, how many
///     triples of it have passed
public record GreylistOctets(Kind kind, List<String> parts, long first, long last, int count) {
    public static final byte PREFIX = 0x03;

    private static final byte VERSION = 1;
    private static final int VALUE_OCTETS = 1 + 2 * Long.BYTES + Integer.BYTES;
    private static final int MAX_KEY_OCTETS = 1_024;
    private static final String BETWEEN = "\0";

    /// What a record is about.
    public enum Kind {
        ALLOWED('a'),
        GOOD('g'),
        TRIPLE('t');

        private final byte octet;

        Kind(char octet) {
            this.octet = (byte) octet;
        }

        /// The beginning of all keys of this kind.
        public byte[] prefix() {
            return new byte[] {PREFIX, octet};
        }

        private static Kind of(byte octet) {
            for (Kind kind : values()) {
                if (kind.octet == octet) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of greylist record: " + octet);
        }
    }

    public GreylistOctets {
        parts = List.copyOf(parts);
    }

    public byte[] key() {
        return key(kind, parts);
    }

    /// Parts that are too long together are cut: then two triples may count as one.
    public static byte[] key(Kind kind, List<String> parts) {
        byte[] text = String.join(BETWEEN, parts).getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_KEY_OCTETS - 2);
        return ByteBuffer.allocate(2 + length).put(kind.prefix()).put(text, 0, length).array();
    }

    public byte[] value() {
        return ByteBuffer.allocate(VALUE_OCTETS)
                .put(VERSION)
                .putLong(first)
                .putLong(last)
                .putInt(count)
                .array();
    }

    /// @throws IllegalArgumentException for octets of another version or form
    public static GreylistOctets decode(byte[] key, byte[] value) {
        if (key.length < 3 || key[0] != PREFIX) {
            throw new IllegalArgumentException("no key of greylisting");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length != VALUE_OCTETS || in.get() != VERSION) {
            throw new IllegalArgumentException(
                    "a greylist record has another version or is cut off");
        }
        String text = new String(key, 2, key.length - 2, StandardCharsets.UTF_8);
        return new GreylistOctets(
                Kind.of(key[1]),
                List.of(text.split(BETWEEN, -1)),
                in.getLong(),
                in.getLong(),
                in.getInt());
    }
}
