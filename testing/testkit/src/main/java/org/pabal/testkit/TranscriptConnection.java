// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// One connection of a transcript, with what was received and not yet expected.
final class TranscriptConnection {

    private volatile Peer peer;
    private volatile byte[] received = {};

    TranscriptConnection(Peer peer) {
        this.peer = peer;
    }

    void send(byte[] octets) throws IOException {
        peer.output().write(octets);
        peer.output().flush();
    }

    void endOutput() throws IOException {
        peer.endOutput();
    }

    void startTls(Stage stage) throws Exception {
        if (received.length > 0) {
            throw new IOException("the server sent octets before TLS that nobody read");
        }
        peer = stage.startTls(peer);
    }

    void deflate() throws IOException {
        if (received.length > 0) {
            throw new IOException("the server sent octets before DEFLATE that nobody read");
        }
        peer = Peer.Deflated.over(peer);
    }

    /// A line with its LF, or what came before the end of the stream.
    byte[] readLine() throws IOException {
        int from = 0;
        while (true) {
            byte[] octets = received;
            for (int i = from; i < octets.length; i++) {
                if (octets[i] == '\n') {
                    return take(i + 1);
                }
            }
            from = octets.length;
            if (!receive()) {
                return take(octets.length);
            }
        }
    }

    byte[] read(int length) throws IOException {
        while (received.length < length) {
            if (!receive()) {
                throw new EOFException("the server closed the connection");
            }
        }
        return take(length);
    }

    byte[] readToEnd() throws IOException {
        while (receive()) {
            if (received.length > 100_000) {
                break;
            }
        }
        return take(received.length);
    }

    /// A reset is an end as well: a server that closes with input unread causes one.
    private boolean receive() throws IOException {
        byte[] chunk = new byte[65_536];
        int length;
        try {
            length = peer.input().read(chunk);
        } catch (java.net.SocketException e) {
            length = -1;
        }
        if (length < 0) {
            return false;
        }
        var all = new ByteArrayOutputStream(received.length + length);
        all.writeBytes(received);
        all.write(chunk, 0, length);
        received = all.toByteArray();
        return true;
    }

    private byte[] take(int length) {
        byte[] octets = received;
        received = Arrays.copyOfRange(octets, length, octets.length);
        return Arrays.copyOf(octets, length);
    }

    byte[] received() {
        return received;
    }

    void close() {
        try {
            peer.close();
        } catch (IOException e) {
            // The transcript is over; how its connection ends is of no interest.
        }
    }
}
