// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Fills mailboxes, the same way at every server.
final class ImapFill {
    private static final int BATCH = 50;

    private final ImapConnection connection;

    ImapFill(ImapConnection connection) {
        this.connection = connection;
    }

    /// Many messages with one command (RFC 3502), none of them asked for (RFC 7888).
    void append(String mailbox, int count) throws IOException {
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            ByteArrayOutputStream command = new ByteArrayOutputStream(BATCH * 5000);
            command.writeBytes(ascii("a APPEND " + mailbox));
            for (int number = from; number < to; number++) {
                byte[] message = BenchMessages.message(number);
                command.writeBytes(ascii(" {" + message.length + "+}\r\n"));
                command.writeBytes(message);
            }
            command.writeBytes(ascii("\r\n"));
            connection.write(command.toByteArray());
            String answer = connection.readLines("a ").lastLine();
            if (!answer.startsWith("a OK")) {
                throw new IOException("APPEND: " + answer);
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Copies a mailbox into a new one again and again.
    void copy(String mailbox, String target, int times) throws IOException {
        connection.command("CREATE " + target);
        connection.command("SELECT " + mailbox);
        for (int i = 0; i < times; i++) {
            connection.command("COPY 1:* " + target);
        }
        connection.command("UNSELECT");
    }
}
