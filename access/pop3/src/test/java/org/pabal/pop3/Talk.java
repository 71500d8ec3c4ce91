// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pabal.testkit.Peer;

/// A client that is told what to say. Octets are characters.
final class Talk implements Closeable {
    private final Peer peer;
    private final InputStream in;

    Talk(Pop3Stage stage) throws Exception {
        peer = stage.connect();
        in = new BufferedInputStream(peer.input());
        assertThat(line()).startsWith("+OK Pabal POP3 server ready");
    }

    static Talk loggedIn(Pop3Stage stage) throws Exception {
        Talk talk = new Talk(stage);
        assertThat(talk.answer("USER alice")).startsWith("+OK");
        assertThat(talk.answer("PASS " + FakeDirectory.PASSWORD)).startsWith("+OK");
        return talk;
    }

    void send(String text) throws IOException {
        peer.output().write(text.getBytes(StandardCharsets.ISO_8859_1));
        peer.output().flush();
    }

    /// The first line of the response to a command.
    String answer(String command) throws IOException {
        send(command + "\r\n");
        return line();
    }

    /// The lines of a multi-line response, the dots of dot-stuffing still there.
    List<String> lines(String command) throws IOException {
        assertThat(answer(command)).startsWith("+OK");
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /// What a multi-line response is about, without the stuffed dots.
    byte[] message(String command) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (String line : lines(command)) {
            String octets = (line.startsWith(".") ? line.substring(1) : line) + "\r\n";
            message.writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1));
        }
        return message.toByteArray();
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return "(closed)";
                }
                line.write(c);
            }
        } catch (SocketException reset) {
            return "(closed)";
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        assertThat(text).endsWith("\r");
        return text.substring(0, text.length() - 1);
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
