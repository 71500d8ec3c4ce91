// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pabal.wire.Connection;

/// Requests and answers over one connection.
final class PolicyDialogue implements Closeable {
    private static final int MAX_ANSWER_OCTETS = 16 * 1024;

    private final Connection connection;

    PolicyDialogue(Connection connection) {
        this.connection = connection;
    }

    /// @return what stands behind `action=`
    String ask(byte[] request) throws IOException {
        connection.write(request);
        connection.flush();
        for (String line : answer().split("\n")) {
            if (line.startsWith("action=")) {
                return line.substring("action=".length()).strip();
            }
        }
        throw new IOException("it answers without an action");
    }

    /// Up to an empty line. Lines end with LF, which no line reader of SMTP takes.
    private String answer() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] run = new int[1];
        try {
            while (run[0] < 2) {
                connection.readExactly(
                        1,
                        (octets, offset, _) -> {
                            byte octet = octets[offset];
                            run[0] = octet == '\n' ? run[0] + 1 : octet == '\r' ? run[0] : 0;
                            all.write(octet);
                        });
                if (all.size() > MAX_ANSWER_OCTETS) {
                    throw new IOException("its answer does not end");
                }
            }
        } catch (EOFException closed) {
            throw new IOException("it closed the connection", closed);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        connection.close();
    }
}
