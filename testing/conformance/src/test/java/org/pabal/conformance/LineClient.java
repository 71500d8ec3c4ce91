// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A plain client of line protocols for tests that need many connections or odd input.
final class LineClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 60_000;
    private static final int APPENDED_AT_ONCE = 50;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private LineClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(DEADLINE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16_384);
    }

    static LineClient connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), DEADLINE_MILLIS);
        return new LineClient(socket);
    }

    /// Implicit TLS; any certificate will do.
    static LineClient connectTls(int port) throws Exception {
        return connectTls("127.0.0.1", port);
    }

    /// @param address of this host
    static LineClient connectTls(String address, int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        return new LineClient(context.getSocketFactory().createSocket(address, port));
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    LineClient send(String line) throws IOException {
        return sendOctets((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    LineClient sendOctets(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
        return this;
    }

    /// @return without CRLF
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed after: " + line);
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /// The octets of a literal.
    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the server closed within a literal");
        }
        return octets;
    }

    /// The last line of an SMTP reply.
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    /// Sends a command and gives the last line of its reply.
    String ask(String command) throws IOException {
        return send(command).reply();
    }

    /// Sends an IMAP command and gives all lines up to its tagged response.
    String command(String command) throws IOException {
        return send("t " + command).answer();
    }

    /// All lines up to the tagged response.
    String answer() throws IOException {
        StringBuilder lines = new StringBuilder();
        while (true) {
            String line = line();
            lines.append(line).append('\n');
            if (line.startsWith("t ")) {
                return lines.toString();
            }
        }
    }

    /// Appends messages, as many with one command as the server takes.
    void append(String mailbox, List<byte[]> messages) throws IOException {
        for (int first = 0; first < messages.size(); first += APPENDED_AT_ONCE) {
            int last = Math.min(messages.size(), first + APPENDED_AT_ONCE);
            sendOctets(("t APPEND \"" + mailbox + "\"").getBytes(StandardCharsets.US_ASCII));
            for (byte[] message : messages.subList(first, last)) {
                String literal = " {" + message.length + "+}\r\n";
                sendOctets(literal.getBytes(StandardCharsets.US_ASCII)).sendOctets(message);
            }
            String answer = send("").answer();
            if (!answer.contains("t OK")) {
                throw new AssertionError(answer);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
