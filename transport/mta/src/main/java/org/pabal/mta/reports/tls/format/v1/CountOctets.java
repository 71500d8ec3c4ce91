// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// So many sessions of a day with the exchangers of a domain that went in one way.
///
/// @param count of sessions
/// @param policyType as in reports
/// @param result empty for success; the other texts of a failure are empty then, too
public record CountOctets(
        long count,
        String policyType,
        String policyDomain,
        List<String> policyText,
        List<String> exchangers,
        String result,
        String from,
        String exchanger,
        String to,
        String reason) {
    private static final byte KIND = 'T';
    private static final int DAY_END = 1 + Integer.BYTES;

    /// Of this row, whatever its count. The domain is ASCII.
    public byte[] key(int day, String domain) {
        byte[] hash = Octets.hash(withCount(0).encode());
        byte[] rows = rows(day, domain);
        return ByteBuffer.allocate(rows.length + hash.length).put(rows).put(hash).array();
    }

    /// In front of the keys of all rows of a domain and a day.
    public static byte[] rows(int day, String domain) {
        byte[] name = domain.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(DAY_END + name.length + 1)
                .put(KIND)
                .putInt(day)
                .put(name)
                .put((byte) 0)
                .array();
    }

    /// In front of the keys of all rows.
    public static byte[] all() {
        return new byte[] {KIND};
    }

    /// Behind the keys of all rows up to a day, that one without.
    public static byte[] before(int day) {
        return ByteBuffer.allocate(DAY_END).put(KIND).putInt(day).array();
    }

    public static int day(byte[] key) {
        return ByteBuffer.wrap(key).getInt(1);
    }

    public static String domain(byte[] key) {
        int end = DAY_END;
        while (key[end] != 0) {
            end++;
        }
        return new String(key, DAY_END, end - DAY_END, StandardCharsets.US_ASCII);
    }

    public CountOctets withCount(long other) {
        return new CountOctets(
                other,
                policyType,
                policyDomain,
                policyText,
                exchangers,
                result,
                from,
                exchanger,
                to,
                reason);
    }

    public byte[] encode() {
        return Octets.encode(out -> {
            out.writeLong(count);
            Octets.text(out, policyType);
            Octets.text(out, policyDomain);
            Octets.texts(out, policyText);
            Octets.texts(out, exchangers);
            Octets.text(out, result);
            Octets.text(out, from);
            Octets.text(out, exchanger);
            Octets.text(out, to);
            Octets.text(out, reason);
        });
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static CountOctets decode(byte[] value) {
        return Octets.decode(
                value,
                in ->
                        new CountOctets(
                                in.readLong(),
                                Octets.text(in),
                                Octets.text(in),
                                Octets.texts(in),
                                Octets.texts(in),
                                Octets.text(in),
                                Octets.text(in),
                                Octets.text(in),
                                Octets.text(in),
                                Octets.text(in)));
    }
}
