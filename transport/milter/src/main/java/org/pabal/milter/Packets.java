// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.pabal.wire.Connection;

/// Packets over a connection: four octets of length, one that says what it is, and data.
final class Packets {
    /// libmilter sends no piece of a body larger than 64 KiB, and no header field larger than a
    /// header section may be.
    private static final int MAX_OCTETS = 1024 * 1024 + 1024;

    private static final byte[] NOTHING = {};

    private final Connection connection;

    Packets(Connection connection) {
        this.connection = connection;
    }

    record Packet(char command, byte[] data) {}

    void write(char command, byte[] data) throws IOException {
        write(command, data, 0, data.length);
    }

    void write(char command) throws IOException {
        write(command, NOTHING);
    }

    void write(char command, byte[] data, int offset, int length) throws IOException {
        connection.write(ByteBuffer.allocate(5).putInt(length + 1).put((byte) command).array());
        connection.write(data, offset, length);
    }

    void flush() throws IOException {
        connection.flush();
    }

    /// @throws java.net.SocketTimeoutException when it does not come in time
    Packet read(Duration patience) throws IOException {
        connection.readDeadline(patience);
        try {
            int length = ByteBuffer.wrap(exactly(4)).getInt();
            if (length < 1 || length > MAX_OCTETS) {
                throw new MilterViolation(
                        "it sent a packet of " + Integer.toUnsignedString(length) + " octets");
            }
            byte[] packet = exactly(length);
            byte[] data = new byte[length - 1];
            System.arraycopy(packet, 1, data, 0, data.length);
            return new Packet((char) (packet[0] & 0xff), data);
        } catch (EOFException closed) {
            throw new MilterViolation("it closed the connection");
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] octets = new byte[length];
        int[] have = new int[1];
        connection.readExactly(
                length,
                (piece, offset, count) -> {
                    System.arraycopy(piece, offset, octets, have[0], count);
                    have[0] += count;
                });
        return octets;
    }
}
