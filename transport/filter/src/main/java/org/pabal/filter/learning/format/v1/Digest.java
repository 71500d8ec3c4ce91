// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/// What tells one text from another: the first half of the SHA-256 of its features. Messages that have
/// the same are the same to the statistics, so what one put in the other can take out.
public record Digest(long high, long low) {
    public static final int OCTETS = 16;

    public static Digest of(byte[] features) {
        try {
            return read(MessageDigest.getInstance("SHA-256").digest(features), 0);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    public static Digest random(RandomGenerator random) {
        return new Digest(random.nextLong(), random.nextLong());
    }

    /// @param at where it begins, in a key for one
    public static Digest read(byte[] octets, int at) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        return new Digest(in.getLong(at), in.getLong(at + Long.BYTES));
    }

    byte[] behind(byte[] prefix) {
        return ByteBuffer.allocate(prefix.length + OCTETS)
                .put(prefix)
                .putLong(high)
                .putLong(low)
                .array();
    }
}
