// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.pabal.wire.Connection.BodyFacts;
import org.pabal.wire.Connection.Sink;

/// Reads one body that ends with CRLF . CRLF and nothing else, RFC 5321 §4.1.1.4, and takes the
/// dot-stuffing away, §4.5.2. Slices of the read buffer go straight to the sink.
final class DotBodyReader {

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] CR = {'\r'};

    /// What stands before the next octet.
    private enum Place {
        /// CRLF, or the body begins.
        LINE_START,
        IN_LINE,
        /// A CR, which was given on.
        CR,
        /// A dot at the start of a line, held back.
        DOT,
        /// The same and a CR, both held back.
        DOT_CR
    }

    private final Inbound in;
    private final Sink sink;
    private Place place = Place.LINE_START;
    private long given;
    private boolean bareCr;
    private boolean bareLf;
    private boolean nul;

    DotBodyReader(Inbound in, Sink sink) {
        this.in = in;
        this.sink = sink;
    }

    BodyFacts read() throws IOException {
        BodyPace pace = in.pace();
        ReadBuffer buffer = in.buffer();
        while (!takeFrom(buffer)) {
            in.fillBody(pace);
        }
        return new BodyFacts(given, bareCr, bareLf, nul);
    }

    /// Goes through what the buffer holds.
    ///
    /// @return whether the body's end was there
    private boolean takeFrom(ReadBuffer buffer) throws IOException {
        byte[] octets = buffer.octets;
        int end = buffer.end;
        int from = buffer.pos;
        int i = from;
        buffer.pos = end;
        while (i < end) {
            switch (place) {
                case LINE_START -> {
                    if (octets[i] == '.') {
                        give(octets, from, i);
                        from = ++i;
                        place = Place.DOT;
                    } else {
                        place = Place.IN_LINE;
                    }
                }
                case DOT -> {
                    if (octets[i] == '\r') {
                        from = ++i;
                        place = Place.DOT_CR;
                    } else {
                        place = Place.IN_LINE;
                    }
                }
                case DOT_CR -> {
                    if (octets[i] == '\n') {
                        buffer.pos = i + 1;
                        return true;
                    }
                    give(CR, 0, 1);
                    place = Place.CR;
                }
                case CR -> {
                    if (octets[i] == '\n') {
                        i++;
                        place = Place.LINE_START;
                    } else {
                        bareCr = true;
                        place = Place.IN_LINE;
                    }
                }
                case IN_LINE -> {
                    i = nextSpecial(octets, i, end);
                    if (i < end) {
                        special(octets[i++]);
                    }
                }
            }
        }
        give(octets, from, end);
        return false;
    }

    private void special(byte octet) {
        switch (octet) {
            case '\r' -> place = Place.CR;
            case '\n' -> bareLf = true;
            default -> nul = true;
        }
    }

    private void give(byte[] octets, int from, int end) throws IOException {
        if (from < end) {
            given += end - from;
            sink.write(octets, from, end - from);
        }
    }

    /// The next CR, LF or NUL, eight octets at a time.
    static int nextSpecial(byte[] octets, int from, int end) {
        int i = from;
        for (; i <= end - 8; i += 8) {
            long eight = (long) EIGHT.get(octets, i);
            long found = zeros(eight) | zeros(eight ^ ONES * '\r') | zeros(eight ^ ONES * '\n');
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < end; i++) {
            byte octet = octets[i];
            if (octet == '\r' || octet == '\n' || octet == 0) {
                return i;
            }
        }
        return end;
    }

    /// The high bit of each octet that is zero; an octet above a zero one may be marked wrongly, so
    /// that only the lowest mark counts.
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }
}
