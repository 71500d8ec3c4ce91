// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.Arrays;

/// Base64 as far as it goes. RFC 2045 §6.8, THREATS M08.
///
/// Octets outside the alphabet are skipped. Padding ends a group of four; what follows it begins a
/// new one, since some senders pad every line. A group that lacks its padding gives the octets it
/// holds in full.
final class Base64Decoder implements TransferDecoding.Decoder {
    private static final byte[] VALUES = values();
    private static final int OUT_OCTETS = 4096;

    private final TransferDecoding.Sink sink;
    private final byte[] out = new byte[OUT_OCTETS + 4];
    private int size;
    private int bits;
    private int count;

    Base64Decoder(TransferDecoding.Sink sink) {
        this.sink = sink;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    /// The six bits of a base64 character, -1 for any other octet.
    static int value(byte octet) {
        return VALUES[octet & 0xFF];
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (count == 0 && i + 4 <= end) {
                int group =
                        value(octets[i]) << 18
                                | value(octets[i + 1]) << 12
                                | value(octets[i + 2]) << 6
                                | value(octets[i + 3]);
                if (group >= 0) { // any -1 among them makes it negative
                    putGroup(group);
                    i += 4;
                    continue;
                }
            }
            one(octets[i++]);
        }
    }

    private void putGroup(int group) {
        out[size] = (byte) (group >> 16);
        out[size + 1] = (byte) (group >> 8);
        out[size + 2] = (byte) group;
        size += 3;
        if (size >= OUT_OCTETS) {
            drain();
        }
    }

    private void one(byte octet) {
        int value = value(octet);
        if (value >= 0) {
            bits = bits << 6 | value;
            if (++count == 4) {
                count = 0;
                putGroup(bits & 0xFFFFFF);
            }
        } else if (octet == '=') {
            endGroup();
        }
    }

    private void endGroup() {
        if (count >= 2) {
            int group = bits << 6 * (4 - count);
            out[size++] = (byte) (group >> 16);
            if (count == 3) {
                out[size++] = (byte) (group >> 8);
            }
        }
        count = 0;
        if (size >= OUT_OCTETS) {
            drain();
        }
    }

    private void drain() {
        if (size > 0) {
            sink.write(out, 0, size);
            size = 0;
        }
    }

    @Override
    public void finish() {
        endGroup();
        drain();
    }
}
