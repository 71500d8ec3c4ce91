// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds octets beyond ASCII eight at a time.
final class EightBit {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private EightBit() {}

    static boolean isIn(byte[] octets, int from, int end) {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            if (((long) LONGS.get(octets, i) & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; i < end; i++) {
            if (octets[i] < 0) {
                return true;
            }
        }
        return false;
    }
}
