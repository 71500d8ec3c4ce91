// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// That the outgoing mail of an account is frozen.
///
/// @param since in seconds since 1970
/// @param place the network that the mail came from; empty when an administrator said so
public record FrozenOctets(long since, String place, String reason) {
    private static final byte VERSION = 1;

    public byte[] encode() {
        byte[] where = place.getBytes(StandardCharsets.UTF_8);
        byte[] why = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + 1 + where.length + why.length)
                .put(VERSION)
                .putLong(since)
                .put((byte) where.length)
                .put(where)
                .put(why)
                .array();
    }

    /// @throws IllegalArgumentException for octets of another version or form
    public static FrozenOctets decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length < 2 + Long.BYTES || in.get() != VERSION) {
            throw new IllegalArgumentException("a frozen account's record has another version");
        }
        long since = in.getLong();
        int length = in.get() & 0xFF;
        if (length > in.remaining()) {
            throw new IllegalArgumentException("a frozen account's record is cut off");
        }
        String place = text(value, in.position(), length);
        int reason = in.position() + length;
        return new FrozenOctets(since, place, text(value, reason, value.length - reason));
    }

    private static String text(byte[] value, int from, int length) {
        return new String(value, from, length, StandardCharsets.UTF_8);
    }
}
