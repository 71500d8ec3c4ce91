// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.io.IOException;
import org.pabal.mta.policy.CheckedMessage;

/// Writes a milter's new body, whose lines may end with LF alone, as lines that end with CRLF. A CR
/// alone ends a line, too; NUL is left out, since it never enters the store.
final class NewBody {
    private final CheckedMessage message;
    private boolean begun;
    private boolean afterCr;
    private byte last = '\n';

    NewBody(CheckedMessage message) {
        this.message = message;
    }

    void write(byte[] octets) throws IOException {
        begun = true;
        byte[] lines = new byte[2 * octets.length + 1];
        int count = 0;
        for (byte octet : octets) {
            if (octet == 0 || octet == '\n' && afterCr) {
                afterCr = false;
                continue;
            }
            afterCr = octet == '\r';
            if (octet == '\r' || octet == '\n') {
                lines[count++] = '\r';
                lines[count++] = '\n';
                last = '\n';
            } else {
                lines[count++] = octet;
                last = octet;
            }
        }
        write(lines, count);
    }

    /// The last line is whole, and a body without octets is one, too.
    ///
    /// @return whether there is a new body
    boolean end() throws IOException {
        if (begun && last != '\n') {
            write(new byte[] {'\r', '\n'}, 2);
        }
        return begun;
    }

    private void write(byte[] octets, int count) throws IOException {
        try {
            message.writeBody(octets, 0, count);
        } catch (CheckedMessage.BodyTooLarge tooLarge) {
            throw new IOException(tooLarge.getMessage(), tooLarge);
        }
    }
}
