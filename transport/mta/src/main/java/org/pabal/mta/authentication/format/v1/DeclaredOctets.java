// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A declared forwarder in the space of settings.
///
/// @param since seconds since 1970
public record DeclaredOctets(String forwarder, String recipient, long since, String note) {
    private static final byte VERSION = 1;
    private static final byte[] PREFIX = "forwarder/".getBytes(StandardCharsets.US_ASCII);

    /// Where all of them begin.
    public static byte[] first() {
        return PREFIX.clone();
    }

    /// `forwarder/`, the forwarder, a zero, the recipient.
    public byte[] key() {
        byte[] name = (forwarder + '\0' + recipient).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PREFIX.length + name.length).put(PREFIX).put(name).array();
    }

    public byte[] value() {
        byte[] text = note.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                .put(VERSION)
                .putLong(since)
                .put(text)
                .array();
    }

    /// @throws IllegalArgumentException for octets of another version or form
    public static DeclaredOctets decode(byte[] key, byte[] value) {
        String name =
                new String(key, PREFIX.length, key.length - PREFIX.length, StandardCharsets.UTF_8);
        int zero = name.indexOf('\0');
        if (zero < 0 || value.length < 1 + Long.BYTES || value[0] != VERSION) {
            throw new IllegalArgumentException("a forwarder has another version or is cut off");
        }
        int text = 1 + Long.BYTES;
        return new DeclaredOctets(
                name.substring(0, zero),
                name.substring(zero + 1),
                ByteBuffer.wrap(value).getLong(1),
                new String(value, text, value.length - text, StandardCharsets.UTF_8));
    }
}
