// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What an account has submitted in an hour and in a day, as it lies in the store.
///
/// @param hour since 1970
/// @param day since 1970
public record CountsOctets(
        long hour,
        int mailsOfHour,
        int recipientsOfHour,
        long day,
        int mailsOfDay,
        int recipientsOfDay) {
    private static final byte VERSION = 1;
    private static final byte KIND = 's';
    private static final byte KIND_OF_USER = 'u';
    private static final int OCTETS = 1 + 2 * (Long.BYTES + 2 * Integer.BYTES);

    public static byte[] key(long account) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(KIND).putLong(account).array();
    }

    /// Of a user of this host.
    public static byte[] key(String user) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + name.length).put(KIND_OF_USER).put(name).array();
    }

    public byte[] encode() {
        return ByteBuffer.allocate(OCTETS)
                .put(VERSION)
                .putLong(hour)
                .putInt(mailsOfHour)
                .putInt(recipientsOfHour)
                .putLong(day)
                .putInt(mailsOfDay)
                .putInt(recipientsOfDay)
                .array();
    }

    /// @throws IllegalArgumentException for octets of another version or length
    public static CountsOctets decode(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length != OCTETS || in.get() != VERSION) {
            throw new IllegalArgumentException(
                    "the counts of an account have another version or are cut off");
        }
        return new CountsOctets(
                in.getLong(), in.getInt(), in.getInt(), in.getLong(), in.getInt(), in.getInt());
    }
}
