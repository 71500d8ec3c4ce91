// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InputStream;
import org.pabal.wire.Connection;

/// Sends a message as the content of a mail: dots at line starts doubled, every line ended with
/// CRLF, the lone dot at the end. RFC 5321 §4.5.2.
///
/// A bare CR or LF becomes CRLF, so that no peer sees an end of the content that we do not
/// (THREATS O08).
final class DotStuffing {
    private static final int READ_OCTETS = 8 * 1024;

    private final Connection connection;
    private final byte[] stuffed = new byte[2 * READ_OCTETS + 8]; // each octet gives two at most
    private int length;
    private boolean atLineStart = true;
    private boolean afterCr;

    DotStuffing(Connection connection) {
        this.connection = connection;
    }

    void send(OutgoingMail.Content content) throws IOException, Unreadable {
        byte[] octets = new byte[READ_OCTETS];
        try (InputStream in = Unreadable.opened(content)) {
            int count = Unreadable.read(in, octets);
            while (count >= 0) {
                stuff(octets, count);
                connection.write(stuffed, 0, length);
                length = 0;
                count = Unreadable.read(in, octets);
            }
        }
        if (afterCr || !atLineStart) {
            endLine();
        }
        put('.');
        endLine();
        connection.write(stuffed, 0, length);
        connection.flush();
    }

    private void stuff(byte[] octets, int count) {
        for (int i = 0; i < count; i++) {
            byte octet = octets[i];
            if (afterCr) {
                afterCr = false;
                endLine();
                if (octet == '\n') {
                    continue;
                }
            }
            switch (octet) {
                case '\r' -> afterCr = true;
                case '\n' -> endLine();
                case '.' -> {
                    if (atLineStart) {
                        put('.');
                    }
                    put('.');
                }
                default -> {
                    stuffed[length++] = octet;
                    atLineStart = false;
                }
            }
        }
    }

    private void put(char octet) {
        stuffed[length++] = (byte) octet;
        atLineStart = false;
    }

    private void endLine() {
        stuffed[length++] = '\r';
        stuffed[length++] = '\n';
        atLineStart = true;
    }
}
