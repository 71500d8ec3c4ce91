// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the parts of a record: numbers of variable length (seven bits an octet, the lowest first),
/// and octet strings behind their length.
public final class OctetWriter {
    private byte[] octets;
    private int used;

    public OctetWriter(int expected) {
        octets = new byte[Math.max(16, expected)];
    }

    private void room(int more) {
        if (octets.length - used < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, used + more));
        }
    }

    public OctetWriter octet(int value) {
        room(1);
        octets[used++] = (byte) value;
        return this;
    }

    /// A number that is not negative.
    public OctetWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        return bits(value);
    }

    /// A number that may be negative: small ones of either sign are short.
    public OctetWriter signed(long value) {
        return bits(value << 1 ^ value >> 63);
    }

    private OctetWriter bits(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octets[used++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        octets[used++] = (byte) rest;
        return this;
    }

    /// Eight octets, the highest first.
    public OctetWriter fixed(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            octets[used++] = (byte) (value >>> shift);
        }
        return this;
    }

    public OctetWriter string(byte[] value) {
        number(value.length);
        return raw(value);
    }

    public OctetWriter text(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Without a length.
    public OctetWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, octets, used, value.length);
        used += value.length;
        return this;
    }

    public byte[] toOctets() {
        return Arrays.copyOf(octets, used);
    }
}
