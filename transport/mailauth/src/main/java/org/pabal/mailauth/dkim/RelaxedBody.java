// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The form `relaxed`: blanks at the ends of lines and empty lines at the end of the body are left
/// out, other runs of blanks are one space. RFC 6376 §3.4.4.
///
/// Most of a body is in this form already. So octets are not moved one by one: the longest stretch
/// that stays as it is goes on in one piece, and only where something changes is there a state.
final class RelaxedBody implements BodyForm {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = ~HIGH_BITS;
    private static final long BLANK_OR_LESS = 0x2121212121212121L;
    private static final long BLANKS = 0x2020202020202020L;

    /// What makes an octet above a blank reach the high bit.
    private static final long ABOVE_BLANK = LOW_BITS - BLANKS;

    private static final long LAST = 0x8000000000000000L;

    private final CanonicalBody to;
    private boolean empty = true;

    /// What has been read and is hashed when more follows on the line or in the body: line ends, then
    /// one space for blanks, then a CR whose LF may yet come.
    private long lineEnds;

    private boolean blank;
    private boolean cr;

    RelaxedBody(CanonicalBody to) {
        this.to = to;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = hold(octets, at, end);
            if (at < end) {
                addHeld();
                int stretch = stretch(octets, at, end);
                to.add(octets, at, stretch - at);
                at = stretch;
            }
        }
    }

    /// Takes blanks and line ends into the state.
    ///
    /// @return where an octet stands that is hashed as it is
    private int hold(byte[] octets, int from, int end) {
        for (int at = from; at < end; at++) {
            byte octet = octets[at];
            if (cr) {
                if (octet != '\n') {
                    return at; // the CR was a bare one
                }
                cr = false;
                blank = false;
                lineEnds++;
            } else if (octet == '\r') {
                cr = true;
            } else if (octet == ' ' || octet == '\t') {
                blank = true;
            } else {
                return at;
            }
        }
        return end;
    }

    private void addHeld() {
        to.addLineEnds(lineEnds);
        lineEnds = 0;
        if (blank) {
            to.add((byte) ' ');
            blank = false;
        }
        if (cr) {
            to.add((byte) '\r');
            cr = false;
        }
        empty = false;
    }

    /// Where the octets stop to be in the form already, or where only the next piece can tell.
    private static int stretch(byte[] octets, int from, int end) {
        int at = from;
        while (true) {
            at = atBlankOrControl(octets, at, end);
            if (at == end) {
                return at;
            }
            byte octet = octets[at];
            if (octet == ' ') {
                if (at + 1 == end || isHeld(octets[at + 1])) {
                    return at;
                }
            } else if (octet == '\r') {
                if (at + 2 >= end || octets[at + 1] != '\n' || isHeld(octets[at + 2])) {
                    return at;
                }
                at += 2;
            } else if (octet == '\t') {
                return at;
            }
            at++;
        }
    }

    private static boolean isHeld(byte octet) {
        return octet == ' ' || octet == '\r' || octet == '\t';
    }

    /// Where a control stands, or a blank that is not a single one between two words. May stop at a
    /// single one too, where the next octet is not in sight.
    private static int atBlankOrControl(byte[] octets, int from, int end) {
        int at = from;
        while (at + 8 <= end) {
            long eight = (long) EIGHT.get(octets, at);
            if (((eight - BLANK_OR_LESS) & ~eight & HIGH_BITS) != 0) {
                long change = changes(eight);
                if (change != 0) {
                    return at + (Long.numberOfTrailingZeros(change) >>> 3);
                }
            }
            at += 8;
        }
        while (at < end && (octets[at] > ' ' || octets[at] < 0)) {
            at++;
        }
        return at;
    }

    /// The high bits of those of eight octets where something may change.
    private static long changes(long eight) {
        long low = ~(((eight & LOW_BITS) + ABOVE_BLANK) | eight) & HIGH_BITS;
        long other = eight ^ BLANKS;
        long blank = ~(((other & LOW_BITS) + LOW_BITS) | other) & HIGH_BITS;
        long between = blank & ~(low >>> 8) & ~LAST;
        return low & ~between;
    }

    @Override
    public void end() {
        if (cr) {
            addHeld();
        }
        if (!empty) {
            to.addLineEnds(1);
        }
        to.end();
    }
}
