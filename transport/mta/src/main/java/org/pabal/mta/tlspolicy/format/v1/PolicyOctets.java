// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A policy of MTA-STS with when it was fetched.
///
/// @param fetchedSeconds since 1970
/// @param usedSeconds since 1970, to the day
/// @param id of the TXT record, up to 32 octets
/// @param text the policy's lines
public record PolicyOctets(long fetchedSeconds, long usedSeconds, String id, String text) {
    private static final byte VERSION = 1;
    private static final byte KIND = 's';
    private static final int FIXED = 1 + 2 * Long.BYTES + 1;

    /// @param domain in ASCII and lower case
    public static byte[] key(String domain) {
        byte[] name = domain.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + name.length).put(KIND).put(name).array();
    }

    /// Before the keys of all policies.
    public static byte[] firstKey() {
        return new byte[] {KIND};
    }

    /// Behind the keys of all policies.
    public static byte[] endKey() {
        return new byte[] {KIND + 1};
    }

    /// The domain in a key.
    public static String domain(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.US_ASCII);
    }

    public byte[] encode() {
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        byte[] lines = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + name.length + lines.length)
                .put(VERSION)
                .putLong(fetchedSeconds)
                .putLong(usedSeconds)
                .put((byte) name.length)
                .put(name)
                .put(lines)
                .array();
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static PolicyOctets decode(byte[] value) {
        if (value.length < FIXED || value[0] != VERSION) {
            throw new IllegalArgumentException("a TLS policy has another version or is cut off");
        }
        ByteBuffer in = ByteBuffer.wrap(value, 1, value.length - 1);
        long fetched = in.getLong();
        long used = in.getLong();
        int length = in.get();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a TLS policy is cut off");
        }
        int textAt = FIXED + length;
        return new PolicyOctets(
                fetched,
                used,
                new String(value, FIXED, length, StandardCharsets.US_ASCII),
                new String(value, textAt, value.length - textAt, StandardCharsets.UTF_8));
    }
}
