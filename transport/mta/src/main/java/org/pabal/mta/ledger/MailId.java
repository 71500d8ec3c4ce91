// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// The id of a mail from its reception to its end: 80 bits, 16 characters, ascending with time.
///
/// @param millis when it was given, since 1970; 48 bits
/// @param serial random at first, then counted on within a millisecond
public record MailId(long millis, int serial) implements Comparable<MailId> {
    /// Base 32 without I, L, O and U, so that an id survives being read out on the telephone.
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int CHARACTERS = 16;

    /// On disk: ids compare there as they do here.
    static final int OCTETS = 6 + Integer.BYTES;

    private static final long LATEST = (1L << 48) - 1;

    public MailId {
        if (millis < 0 || millis >>> 48 != 0) {
            throw new IllegalArgumentException("the time of a mail id has 48 bits: " + millis);
        }
    }

    /// Foreign input in any ASCII case.
    public static Optional<MailId> parse(String text) {
        if (text.length() != CHARACTERS) {
            return Optional.empty();
        }
        long[] halves = new long[2];
        for (int i = 0; i < CHARACTERS; i++) {
            char c = text.charAt(i);
            int digit = ALPHABET.indexOf(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
            if (digit < 0) {
                return Optional.empty();
            }
            halves[i / 8] = halves[i / 8] << 5 | digit;
        }
        return Optional.of(new MailId(halves[0] << 8 | halves[1] >>> 32, (int) halves[1]));
    }

    /// The first id that could be given at a time.
    static MailId atEarliest(Instant time) {
        return new MailId(Math.clamp(time.toEpochMilli(), 0, LATEST), 0);
    }

    void writeTo(ByteBuffer octets) {
        octets.putShort((short) (millis >>> 32)).putInt((int) millis).putInt(serial);
    }

    static MailId readFrom(ByteBuffer octets) {
        long high = Short.toUnsignedLong(octets.getShort());
        return new MailId(high << 32 | Integer.toUnsignedLong(octets.getInt()), octets.getInt());
    }

    @Override
    public int compareTo(MailId other) {
        int byTime = Long.compare(millis, other.millis);
        return byTime != 0 ? byTime : Integer.compareUnsigned(serial, other.serial);
    }

    @Override
    public String toString() {
        char[] text = new char[CHARACTERS];
        long first = millis >>> 8;
        long second = (millis & 0xFF) << 32 | Integer.toUnsignedLong(serial);
        for (int i = 7; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (first & 31));
            text[i + 8] = ALPHABET.charAt((int) (second & 31));
            first >>>= 5;
            second >>>= 5;
        }
        return new String(text);
    }
}
