// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pabal.testkit.Peer;

/// A client that says what a test tells it to, for what a transcript cannot.
final class Talk implements Closeable {
    private final Peer peer;
    private final InputStream in;
    private int tags;

    Talk(ImapStage stage) throws Exception {
        peer = stage.connect();
        in = new java.io.BufferedInputStream(peer.input(), 1 << 16);
        line();
    }

    static Talk loggedIn(ImapStage stage) throws Exception {
        Talk talk = new Talk(stage);
        talk.ok("LOGIN alice secret");
        return talk;
    }

    static Talk selected(ImapStage stage, String mailbox) throws Exception {
        Talk talk = loggedIn(stage);
        talk.ok("SELECT " + mailbox);
        return talk;
    }

    void send(String latin1) throws IOException {
        peer.output().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
        peer.output().flush();
    }

    /// Without its CRLF; `(closed)` at the end of the stream.
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    return line.toString(StandardCharsets.UTF_8).replace("\r", "");
                }
                line.write(c);
            }
        } catch (SocketException _) {
            return "(closed)"; // a reset is an end as well
        }
        return "(closed)";
    }

    /// The lines up to the tagged one, which is the last.
    List<String> run(String command) throws IOException {
        String tag = "t" + ++tags;
        send(tag + " " + command + "\r\n");
        return upTo(tag);
    }

    List<String> upTo(String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line();
            lines.add(line);
        } while (!line.startsWith(tag + " ") && !line.equals("(closed)"));
        return lines;
    }

    /// The tagged response without its tag.
    String answer(String command) throws IOException {
        String last = run(command).getLast();
        return last.substring(last.indexOf(' ') + 1);
    }

    List<String> ok(String command) throws IOException {
        List<String> lines = run(command);
        if (!lines.getLast().startsWith("t" + tags + " OK")) {
            throw new AssertionError(command + ": " + lines.getLast());
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
