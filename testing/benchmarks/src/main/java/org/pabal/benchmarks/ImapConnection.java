// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that costs less than a server: it counts what comes and looks only at the last line of
/// what a read brought, for the tagged response. Its buffer is the caller's, so that idle ones are
/// small.
final class ImapConnection implements AutoCloseable {
    private static final int LAST_LINE = 4096;
    static final SSLContext TRUSTING = trusting();

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer;
    private int tags;

    /// @param octets in all, the tagged line included
    /// @param text the last octets
    record Reply(long octets, String text) {
        String lastLine() {
            String stripped = text.stripTrailing();
            return stripped.substring(stripped.lastIndexOf('\n') + 1);
        }
    }

    private ImapConnection(Socket socket, byte[] buffer) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.buffer = buffer;
        readLines("* OK");
    }

    static ImapConnection plain(int port, byte[] buffer) throws IOException {
        return new ImapConnection(new Socket(InetAddress.getLoopbackAddress(), port), buffer);
    }

    static ImapConnection tls(int port, byte[] buffer) throws IOException {
        Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
        return new ImapConnection(wrapped(raw, port), buffer);
    }

    /// A connection with room of its own.
    static ImapConnection plain(ImapPeer peer, String login) throws IOException {
        ImapConnection connection = plain(peer.imapPort(), new byte[256 << 10]);
        connection.logIn(login);
        return connection;
    }

    /// TLS on a connection that was made, trusting anybody.
    static Socket wrapped(Socket raw, int port) throws IOException {
        return TRUSTING.getSocketFactory().createSocket(raw, "mail." + Peer.DOMAIN, port, true);
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AllTrusted()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class AllTrusted implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    void logIn(String login) throws IOException {
        command("LOGIN " + login + " " + ImapPeer.PASSWORD);
    }

    /// @throws IOException unless the response is OK
    Reply command(String text) throws IOException {
        String tag = "t" + tags++;
        write(tag + " " + text + "\r\n");
        Reply reply = readLines(tag + " ");
        if (!reply.lastLine().startsWith(tag + " OK")) {
            throw new IOException(text + ": " + reply.lastLine());
        }
        return reply;
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /// Reads until a line that begins so is the last one.
    Reply readLines(String beginning) throws IOException {
        byte[] wanted = beginning.getBytes(StandardCharsets.ISO_8859_1);
        long octets = 0;
        int kept = 0;
        while (true) {
            int count = in.read(buffer, kept, buffer.length - kept);
            if (count < 0) {
                throw new IOException("the server closed while " + beginning + "was expected");
            }
            octets += count;
            int end = kept + count;
            if (endsWithLine(wanted, end)) {
                int from = Math.max(0, end - LAST_LINE);
                return new Reply(
                        octets, new String(buffer, from, end - from, StandardCharsets.ISO_8859_1));
            }
            kept = Math.min(end, Math.min(LAST_LINE, buffer.length / 2));
            System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
    }

    private boolean endsWithLine(byte[] wanted, int end) {
        if (buffer[end - 1] != '\n') {
            return false;
        }
        int start = end - 1;
        while (start > 0 && buffer[start - 1] != '\n') {
            start--;
        }
        return end - start >= wanted.length
                && Arrays.equals(buffer, start, start + wanted.length, wanted, 0, wanted.length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
