// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds LF eight octets at a time: the inner loop of every scan.
final class LineEnds {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LF = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private LineEnds() {}

    /// The index of the first LF, or -1.
    static int indexOfLf(byte[] octets, int from, int end) {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long other = (long) LONGS.get(octets, i) ^ LF; // a zero octet where the LF is
            long zero = other - ONES & ~other & HIGH_BITS; // exact up to the first one
            if (zero != 0) {
                return i + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
        }
        for (; i < end; i++) {
            if (octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    static int count(byte[] octets, int from, int end) {
        int count = 0;
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long other = (long) LONGS.get(octets, i) ^ LF;
            long nonZero = (other & LOW_BITS) + LOW_BITS | other | LOW_BITS;
            count += Long.bitCount(~nonZero);
        }
        for (; i < end; i++) {
            count += octets[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
