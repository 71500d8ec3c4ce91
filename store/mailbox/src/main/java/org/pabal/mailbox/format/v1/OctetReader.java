// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what {@link OctetWriter} wrote. Takes no octet beyond the record for granted.
public final class OctetReader {
    private final byte[] octets;
    private int at;

    private OctetReader(byte[] octets) {
        this.octets = octets;
    }

    /// Reads on somewhere within a record.
    static OctetReader at(byte[] octets, int place) {
        OctetReader reader = new OctetReader(octets);
        reader.at = place;
        return reader;
    }

    /// @throws BrokenRecordException when the record does not begin with this version
    public OctetReader(byte[] octets, int version) {
        this(octets);
        int found = octet();
        if (found != version) {
            throw new BrokenRecordException("version " + found + " where " + version + " is known");
        }
    }

    boolean isAtEnd() {
        return at == octets.length;
    }

    public int octet() {
        if (at >= octets.length) {
            throw new BrokenRecordException("it ends too early");
        }
        return octets[at++] & 0xFF;
    }

    public long number() {
        long value = bits();
        if (value < 0) {
            throw new BrokenRecordException("a number is too large");
        }
        return value;
    }

    /// A count or length that the rest of the record must be able to hold.
    public int count() {
        long value = number();
        if (value > octets.length - at) {
            throw new BrokenRecordException("it holds less than it says");
        }
        return (int) value;
    }

    public int smallNumber() {
        long value = number();
        if (value > Integer.MAX_VALUE) {
            throw new BrokenRecordException("a number is too large");
        }
        return (int) value;
    }

    public long signed() {
        long value = bits();
        return value >>> 1 ^ -(value & 1);
    }

    private long bits() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new BrokenRecordException("a number does not end");
    }

    public long fixed() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    public byte[] string() {
        int length = count();
        byte[] value = Arrays.copyOfRange(octets, at, at + length);
        at += length;
        return value;
    }

    /// Passes over octets that are known to be there.
    ///
    /// @return where they begin
    int skip(int length) {
        int from = at;
        at += length;
        return from;
    }

    public String text() {
        int length = count();
        String value = new String(octets, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    /// One of a fixed list of values.
    public <E> E oneOf(E[] values) {
        int which = octet();
        if (which >= values.length) {
            throw new BrokenRecordException("no value " + which);
        }
        return values[which];
    }
}
