// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Numbers in as few octets as they need: seven bits in each, the highest bit says that more come.
final class Varint {
    private Varint() {}

    static void write(ByteArrayOutputStream out, int number) {
        int rest = number;
        while ((rest & ~0x7F) != 0) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    static int read(ByteBuffer in) {
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("cut off");
            }
            byte octet = in.get();
            number |= (octet & 0x7F) << shift;
            if (octet >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("number of more than five octets");
    }

    /// Small numbers of either sign become small ones.
    static int zigzag(int number) {
        return number << 1 ^ number >> 31;
    }

    static int unzigzag(int number) {
        return number >>> 1 ^ -(number & 1);
    }
}
