// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InputStream;
import org.pabal.wire.Connection;

/// Sends a message as the octets of one chunk, unchanged. RFC 3030 §2.
final class WholeChunk {
    private static final int READ_OCTETS = 32 * 1024;

    private final Connection connection;
    private final long announced;

    WholeChunk(Connection connection, long announced) {
        this.connection = connection;
        this.announced = announced;
    }

    void send(OutgoingMail.Content content) throws IOException, Unreadable {
        byte[] octets = new byte[READ_OCTETS];
        long left = announced;
        try (InputStream in = Unreadable.opened(content)) {
            int count = Unreadable.read(in, octets);
            while (count >= 0) {
                left -= count;
                if (left < 0) {
                    throw Unreadable.otherSize();
                }
                connection.write(octets, 0, count);
                count = Unreadable.read(in, octets);
            }
        }
        if (left > 0) {
            throw Unreadable.otherSize();
        }
        connection.flush();
    }
}
