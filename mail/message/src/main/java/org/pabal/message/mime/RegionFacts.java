// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// What a run of octets asks of the transport that is to carry it.
final class RegionFacts {
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

    private long octets;
    private long aboveAscii;
    private long escaped;
    private boolean nul;
    private boolean bareLineEnd;
    private boolean longLine;
    private int lineOctets;
    private boolean afterCr;

    void add(byte[] piece, int count) {
        octets += count;
        for (int i = 0; i < count; i++) {
            add(piece[i]);
        }
    }

    private void add(byte octet) {
        if (octet == '\n') {
            bareLineEnd |= !afterCr;
            longLine |= lineOctets - (afterCr ? 1 : 0) > MAX_LINE_OCTETS;
            lineOctets = 0;
            afterCr = false;
            return;
        }
        bareLineEnd |= afterCr;
        afterCr = octet == '\r';
        lineOctets++;
        if (octet < 0) {
            aboveAscii++;
        } else if (octet < ' ' && octet != '\t' && octet != '\r' || octet == '=') {
            nul |= octet == 0;
            escaped++;
        }
    }

    void finish() {
        bareLineEnd |= afterCr;
        longLine |= lineOctets > MAX_LINE_OCTETS;
    }

    boolean fit(NarrowedMessage.Carrier carrier) {
        boolean lines = !longLine || carrier == NarrowedMessage.Carrier.MAILBOX;
        return lines && !bareLineEnd && fitsHeader(carrier);
    }

    /// Long lines and bare line ends of a header section are left to the transport; a mailbox has
    /// none behind it.
    boolean fitsHeader(NarrowedMessage.Carrier carrier) {
        return switch (carrier) {
            case EIGHT_BIT -> !nul;
            case SEVEN_BIT -> !nul && aboveAscii == 0;
            case MAILBOX -> !nul && !bareLineEnd;
        };
    }

    boolean hasBareLineEnd() {
        return bareLineEnd;
    }

    /// Two octets more for each that is escaped, against a third more for all and line ends.
    boolean isShorterQuoted() {
        return 2 * (aboveAscii + escaped) <= octets * 37 / 100;
    }
}
