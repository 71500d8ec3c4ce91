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
    private static final long UP_TO_BLANK = 0x2121212121212121L;

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

    private static int atBlankOrControl(byte[] octets, int from, int end) {
        int at = from;
        while (at + 8 <= end) {
            long eight = (long) EIGHT.get(octets, at);
            long hits = (eight - UP_TO_BLANK) & ~eight & HIGH_BITS;
            if (hits != 0) {
                // The lowest hit is exact, those above it may be a borrow's.
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
            at += 8;
        }
        while (at < end && (octets[at] > ' ' || octets[at] < 0)) {
            at++;
        }
        return at;
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
