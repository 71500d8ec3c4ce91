// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.pabal.wire.Connection.Line;

/// The few lines that a front says to the host behind it before a client goes on there.
public final class HostDialogue {
    /// A log-in waits for no hash there.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_LINES = 100;

    private final Connection connection;
    private int heard;

    public HostDialogue(Connection connection) {
        this.connection = connection;
        connection.readDeadline(PATIENCE);
    }

    public Connection connection() {
        return connection;
    }

    public void say(String line) throws IOException {
        connection.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        connection.flush();
    }

    /// The next line, without its CRLF.
    ///
    /// @throws IOException when it is too long, one too many, or the end
    public String hear() throws IOException {
        if (++heard > MAX_LINES) {
            throw new IOException("its answers have no end");
        }
        return switch (connection.readLine(MAX_LINE, 0)) {
            case Line.Complete(byte[] octets) -> new String(octets, StandardCharsets.UTF_8);
            case Line.TooLong _ -> throw new IOException("a line of its has no end");
            case Line.EndOfStream _ -> throw new EOFException("it has closed the connection");
        };
    }
}
