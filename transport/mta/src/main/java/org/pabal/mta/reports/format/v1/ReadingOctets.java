// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.format.v1;

import java.nio.ByteBuffer;

/// How far an account's mail has been read for reports.
///
/// @param email the number of the last message that was read, 0 before the first
public record ReadingOctets(long email) {
    private static final byte VERSION = 1;
    private static final byte KIND = 'u';

    public static byte[] key(long account) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(KIND).putLong(account).array();
    }

    public byte[] encode() {
        return ByteBuffer.allocate(1 + Long.BYTES).put(VERSION).putLong(email).array();
    }

    /// @throws IllegalArgumentException for octets of another version or length
    public static ReadingOctets decode(byte[] value) {
        if (value.length != 1 + Long.BYTES || value[0] != VERSION) {
            throw new IllegalArgumentException(
                    "how far reports were read has another version or is cut off");
        }
        return new ReadingOctets(ByteBuffer.wrap(value, 1, Long.BYTES).getLong());
    }
}
