// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;

/// The keys of what reports to others are made of: `p`, day, domain for a policy; `d`, day, domain, a
/// zero and the first 16 octets of the row's SHA-256 for a row. Days are counted from 1970.
public final class AggregateKeys {
    private static final byte POLICY = 'p';
    private static final byte ROW = 'd';
    private static final int DAY_OCTETS = Integer.BYTES;
    private static final int HASH_OCTETS = 16;

    private AggregateKeys() {}

    public static byte[] policy(LocalDate day, String domain) {
        return key(POLICY, day, domain, new byte[0]);
    }

    /// In front of the keys of a day's policies.
    public static byte[] policiesFrom(LocalDate day) {
        return key(POLICY, day, "", new byte[0]);
    }

    /// In front of all rows of a domain.
    public static byte[] rows(LocalDate day, String domain) {
        return key(ROW, day, domain, new byte[1]);
    }

    public static byte[] row(LocalDate day, String domain, AggregateRow row) {
        byte[] hash = Arrays.copyOf(sha256(row.octets()), 1 + HASH_OCTETS);
        System.arraycopy(hash, 0, hash, 1, HASH_OCTETS);
        hash[0] = 0;
        return key(ROW, day, domain, hash);
    }

    private static byte[] key(byte kind, LocalDate day, String domain, byte[] rest) {
        byte[] name = domain.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + DAY_OCTETS + name.length + rest.length)
                .put(kind)
                .putInt((int) day.toEpochDay())
                .put(name)
                .put(rest)
                .array();
    }

    /// Of the key of a policy.
    public static LocalDate day(byte[] key) {
        return LocalDate.ofEpochDay(ByteBuffer.wrap(key).getInt(1));
    }

    /// Of the key of a policy.
    public static String domain(byte[] key) {
        int from = 1 + DAY_OCTETS;
        return new String(key, from, key.length - from, StandardCharsets.UTF_8);
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
