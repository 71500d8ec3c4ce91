// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.pabal.cluster.HostConnection;
import org.pabal.wire.Connection;

/// Frames on a connection, either end. One thread reads, one writes.
final class Frames {
    private static final int HEAD_OCTETS = 5;
    private static final int MAX_OCTETS = HostConnection.MAX_PIECE_OCTETS;

    private final Connection connection;

    Frames(Connection connection) {
        this.connection = connection;
    }

    void readDeadline(Duration limit) {
        connection.readDeadline(limit);
    }

    /// @param most octets behind the head that are taken
    /// @throws java.io.EOFException when the peer closes
    Frame read(int most) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(exactly(HEAD_OCTETS));
        int number = head.get();
        int octets = head.getInt();
        Frame.Type type =
                Frame.Type.of(number)
                        .orElseThrow(() -> new BrokenLink("the peer sent a frame " + number));
        if (octets < 0 || octets > Math.min(most, MAX_OCTETS)) {
            throw new BrokenLink("the peer sent a frame of " + octets + " octets");
        }
        return new Frame(type, exactly(octets));
    }

    private byte[] exactly(int octets) throws IOException {
        byte[] all = new byte[octets];
        int[] filled = {0};
        connection.readExactly(
                octets,
                (from, offset, length) -> {
                    System.arraycopy(from, offset, all, filled[0], length);
                    filled[0] += length;
                });
        return all;
    }

    void write(Frame.Type type, Map<String, String> fields) throws IOException {
        byte[] content = Fields.encode(fields);
        if (content.length > HostConnection.MAX_HEAD_OCTETS) {
            throw new IOException("more than " + HostConnection.MAX_HEAD_OCTETS + " octets to say");
        }
        write(type, content, 0, content.length);
    }

    void write(Frame.Type type, byte[] octets, int offset, int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_OCTETS);
        head.put((byte) type.number()).putInt(length);
        connection.write(head.array());
        connection.write(octets, offset, length);
    }

    /// In as many frames as it takes.
    void writeData(byte[] octets, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += MAX_OCTETS) {
            write(Frame.Type.DATA, octets, offset + done, Math.min(MAX_OCTETS, length - done));
        }
    }

    void flush() throws IOException {
        connection.flush();
    }
}
