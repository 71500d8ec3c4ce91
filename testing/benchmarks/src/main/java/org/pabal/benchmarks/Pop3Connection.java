// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that costs less than a server: it looks at the beginning and the end of a response and
/// counts what is between.
final class Pop3Connection implements AutoCloseable {
    private static final String END = "\r\n.\r\n";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer;

    private Pop3Connection(Socket socket, byte[] buffer) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.buffer = buffer;
        readOk("greeting");
    }

    static Pop3Connection plain(int port, byte[] buffer) throws IOException {
        return new Pop3Connection(new Socket(InetAddress.getLoopbackAddress(), port), buffer);
    }

    static Pop3Connection tls(int port, byte[] buffer) throws IOException {
        Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
        return new Pop3Connection(ImapConnection.wrapped(raw, port), buffer);
    }

    Pop3Connection logIn(String login) throws IOException {
        command("USER " + login);
        command("PASS " + ImapPeer.PASSWORD);
        return this;
    }

    /// @return the line of the response
    String command(String text) throws IOException {
        write(text);
        return readOk(text);
    }

    /// @return octets of a multi-line response
    long lines(String text) throws IOException {
        write(text);
        long octets = 0;
        int kept = 0;
        while (true) {
            int count = in.read(buffer, kept, buffer.length - kept);
            if (count < 0) {
                throw new IOException(text + ": closed");
            }
            if (octets == 0 && buffer[0] != '+') {
                throw new IOException(text + ": " + text(0, count));
            }
            octets += count;
            int end = kept + count;
            if (end >= END.length() && text(end - END.length(), END.length()).equals(END)) {
                return octets;
            }
            kept = Math.min(end, END.length());
            System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
    }

    private void write(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String readOk(String what) throws IOException {
        int end = 0;
        while (end == 0 || buffer[end - 1] != '\n') {
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                throw new IOException(what + ": closed");
            }
            end += count;
        }
        String line = text(0, end);
        if (!line.startsWith("+OK")) {
            throw new IOException(what + ": " + line);
        }
        return line;
    }

    private String text(int from, int length) {
        return new String(buffer, from, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
