// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// Quoted-printable as far as it goes. RFC 2045 §6.7, THREATS M08.
///
/// White space before a line end is dropped (rule 3), also behind the `=` of a soft line break; an
/// `=` that begins neither an octet nor a soft line break stays as it is. A bare LF ends a line as
/// CRLF does.
final class QuotedPrintableDecoder implements TransferDecoding.Decoder {
    private static final int OUT_OCTETS = 4096;
    private static final int MAX_HELD = 1024; // more white space than that is no line's end

    private final TransferDecoding.Sink sink;
    private final byte[] out = new byte[OUT_OCTETS];
    private int size;

    /// White space, or an `=` and what came behind it, until it is clear what they mean.
    private final byte[] held = new byte[MAX_HELD];

    private int heldSize;

    QuotedPrintableDecoder(TransferDecoding.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            one(octets[i]);
        }
    }

    private void one(byte octet) {
        if (heldSize == 0) {
            fresh(octet);
        } else if (held[0] == '=') {
            behindEquals(octet);
        } else {
            behindSpace(octet);
        }
    }

    private void fresh(byte octet) {
        if (octet == '=' || octet == ' ' || octet == '\t') {
            held[heldSize++] = octet;
        } else {
            put(octet);
        }
    }

    private void behindSpace(byte octet) {
        if (octet == '\r' || octet == '\n') {
            heldSize = 0;
            put(octet);
        } else if (octet == ' ' || octet == '\t') {
            hold(octet);
        } else {
            release();
            fresh(octet);
        }
    }

    private void behindEquals(byte octet) {
        byte first = heldSize > 1 ? held[1] : 0;
        if (octet == '\n') {
            heldSize = 0; // soft line break
        } else if (heldSize == 1 && (isSpace(octet) || octet == '\r' || hex(octet) >= 0)) {
            hold(octet);
        } else if (heldSize == 2 && hex(first) >= 0 && hex(octet) >= 0) {
            heldSize = 0;
            put((byte) (hex(first) << 4 | hex(octet)));
        } else if (isSpace(first)
                && held[heldSize - 1] != '\r'
                && (isSpace(octet) || octet == '\r')) {
            hold(octet);
        } else {
            boolean bareCr = held[heldSize - 1] == '\r';
            if (bareCr) {
                heldSize = 0; // "=" CR and no LF: a soft line break all the same
            } else {
                release();
            }
            fresh(octet);
        }
    }

    private void hold(byte octet) {
        if (heldSize == MAX_HELD) {
            release();
            fresh(octet);
        } else {
            held[heldSize++] = octet;
        }
    }

    private void release() {
        int count = heldSize;
        heldSize = 0;
        for (int i = 0; i < count; i++) {
            put(held[i]);
        }
    }

    private void put(byte octet) {
        if (size == OUT_OCTETS) {
            drain();
        }
        out[size++] = octet;
    }

    private void drain() {
        if (size > 0) {
            sink.write(out, 0, size);
            size = 0;
        }
    }

    @Override
    public void finish() {
        boolean endsInEquals =
                heldSize > 0 && held[0] == '=' && (heldSize == 1 || hex(held[1]) < 0);
        boolean endsInSpace = heldSize > 0 && held[0] != '=';
        if (endsInEquals || endsInSpace) {
            heldSize = 0;
        } else {
            release();
        }
        drain();
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static int hex(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int letter = octet | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
