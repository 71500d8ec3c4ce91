// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The running server, as programs of this host reach it.
final class LocalServer implements AutoCloseable {
    private final SocketChannel channel;

    private LocalServer(SocketChannel channel) {
        this.channel = channel;
    }

    /// Empty when none answers.
    static Optional<LocalServer> connect(LocalDirectory directory) {
        try {
            return Optional.of(
                    new LocalServer(
                            SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()))));
        } catch (IOException nobodyThere) {
            return Optional.empty();
        }
    }

    /// Hands a message over.
    ///
    /// @return one reply for each recipient; or a single one, when the server does not take requests
    /// @throws IOException when the server went away: what became of the message is not known
    List<String> give(LocalRequest request, GivenMessage message) throws IOException {
        try {
            OutputStream out =
                    new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
            out.write(request.octets());
            message.writeDotted(out);
            out.flush();
        } catch (IOException refused) {
            // Its last word says why, if there is one.
        }
        return replies();
    }

    /// Asks without a message.
    ///
    /// @return one reply for each recipient; or a single one
    List<String> ask(LocalRequest request) throws IOException {
        Channels.newOutputStream(channel).write(request.octets());
        return replies();
    }

    private List<String> replies() throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
        List<String> replies = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return replies;
            }
            replies.add(line);
        }
        if (replies.size() == 1 && !replies.getFirst().startsWith("2")) {
            return replies;
        }
        throw new IOException("the server closed the connection");
    }

    /// Speaks SMTP with it: what comes in goes there and what it says goes out, until it ends.
    void bridge(InputStream in, OutputStream out) throws IOException {
        OutputStream there = Channels.newOutputStream(channel);
        there.write(
                (LocalRequest.Kind.SMTP.firstLine() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        Thread.ofPlatform().daemon().start(() -> feed(in, there));
        InputStream answers = Channels.newInputStream(channel);
        byte[] piece = new byte[8 * 1024];
        for (int count = answers.read(piece); count >= 0; count = answers.read(piece)) {
            out.write(piece, 0, count);
            out.flush();
        }
    }

    /// Programs that run `sendmail -bs` end lines as they like.
    private void feed(InputStream in, OutputStream there) {
        try {
            boolean cr = false;
            byte[] piece = new byte[8 * 1024];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                java.io.ByteArrayOutputStream lines = new java.io.ByteArrayOutputStream(count + 64);
                for (int i = 0; i < count; i++) {
                    if (piece[i] == '\n' && !cr) {
                        lines.write('\r');
                    }
                    cr = piece[i] == '\r';
                    lines.write(piece[i]);
                }
                there.write(lines.toByteArray());
            }
            channel.shutdownOutput();
        } catch (IOException gone) {
            // The other direction ends as well, and says so.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is gone either way.
        }
    }
}
