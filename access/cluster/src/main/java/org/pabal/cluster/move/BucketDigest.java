// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// What tells two states of a bucket apart.
///
/// @param bucket the beginning of its keys, with the numbers that accounts have at the source
/// @param digest of the digests of its records in the order of their keys, 16 octets
record BucketDigest(byte[] bucket, byte[] digest) {
    static final int OCTETS = 16;

    /// @param records ascending by their keys
    static BucketDigest of(byte[] bucket, Collection<KeyDigest> records) {
        MessageDigest digest = sha256();
        records.forEach(record -> digest.update(record.digest()));
        return new BucketDigest(bucket, Arrays.copyOf(digest.digest(), OCTETS));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /// A record of a bucket, without its value.
    ///
    /// @param key with the numbers that accounts have at the source
    /// @param digest of key and value, 16 octets
    record KeyDigest(byte[] key, byte[] digest) {}

    /// What a bucket holds.
    record Contents(byte[] bucket, List<KeyDigest> records) {}
}
