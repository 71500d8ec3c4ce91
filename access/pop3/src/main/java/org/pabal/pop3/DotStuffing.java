// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.pabal.wire.Connection;

/// Writes a message as the lines of a response: a dot at the start of a line is doubled, the last
/// line gets its CRLF if it has none, and nothing else changes (RFC 1939 §3, THREATS P04). Keeps
/// nothing of the message.
final class DotStuffing {
    private static final byte[] CRLF = {'\r', '\n'};

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long DOTS = ONES * '.';

    private final Connection to;
    private byte before = '\n'; // as if a line had just ended

    DotStuffing(Connection to) {
        this.to = to;
    }

    void write(byte[] octets, int length) throws IOException {
        if (length == 0) {
            return;
        }
        int from = 0;
        int dot = nextDot(octets, 0, length);
        while (dot < length) {
            if ((dot == 0 ? before : octets[dot - 1]) == '\n') {
                to.write(octets, from, dot - from + 1);
                from = dot; // and once more, with what follows
            }
            dot = nextDot(octets, dot + 1, length);
        }
        to.write(octets, from, length - from);
        before = octets[length - 1];
    }

    /// Eight octets at a time: dots are rarer in mail than line ends are.
    private static int nextDot(byte[] octets, int from, int length) {
        int at = from;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long zeroAtDot = (long) LONGS.get(octets, at) ^ DOTS;
            long found = (zeroAtDot - ONES) & ~zeroAtDot & HIGH_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < length && octets[at] != '.') {
            at++;
        }
        return at;
    }

    void finish() throws IOException {
        if (before != '\n') {
            to.write(CRLF);
        }
    }
}
