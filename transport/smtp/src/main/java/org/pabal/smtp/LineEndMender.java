// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import org.pabal.wire.Connection;

/// Makes every CR, LF and CRLF of a text in pieces a CRLF ({@link Leniency#BARE_LINE_ENDS}).
final class LineEndMender implements Connection.Sink {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Connection.Sink sink;
    private boolean afterCr;

    LineEndMender(Connection.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            byte octet = octets[i];
            if (octet == '\n' && afterCr) {
                from = i + 1; // its CRLF was given with the CR
                afterCr = false;
            } else if (octet == '\r' || octet == '\n') {
                give(octets, from, i);
                sink.write(CRLF, 0, CRLF.length);
                from = i + 1;
                afterCr = octet == '\r';
            } else {
                afterCr = false;
            }
        }
        give(octets, from, end);
    }

    private void give(byte[] octets, int from, int end) throws IOException {
        if (from < end) {
            sink.write(octets, from, end - from);
        }
    }
}
