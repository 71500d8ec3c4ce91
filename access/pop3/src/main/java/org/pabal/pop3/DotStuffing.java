// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import org.pabal.wire.Connection;

/// Writes a message as the lines of a response: a dot at the start of a line is doubled, the last
/// line gets its CRLF if it has none, and nothing else changes (RFC 1939 §3, THREATS P04). Keeps
/// nothing of the message.
final class DotStuffing {
    private static final byte[] CRLF = {'\r', '\n'};

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
        for (int at = 0; at < length; at++) {
            if (octets[at] == '.' && (at == 0 ? before : octets[at - 1]) == '\n') {
                to.write(octets, from, at - from);
                from = at; // the dot is written twice: alone, and with what follows
                to.write(octets, at, 1);
            }
        }
        to.write(octets, from, length - from);
        before = octets[length - 1];
    }

    void finish() throws IOException {
        if (before != '\n') {
            to.write(CRLF);
        }
    }
}
