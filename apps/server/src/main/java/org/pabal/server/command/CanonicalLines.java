// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A message as it travelled: files often have LF alone where CRLF was signed.
final class CanonicalLines extends FilterInputStream {
    private int before = -1;
    private boolean lineFeedIsDue;

    /// @param in cheap to read octet by octet
    CanonicalLines(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (lineFeedIsDue) {
            lineFeedIsDue = false;
            before = '\n';
            return '\n';
        }
        int octet = super.read();
        if (octet == '\n' && before != '\r') {
            lineFeedIsDue = true;
            return '\r';
        }
        before = octet;
        return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                break;
            }
            octets[offset + count++] = (byte) octet;
        }
        return count == 0 && length > 0 ? -1 : count;
    }
}
