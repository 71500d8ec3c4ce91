// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TranscriptPlayerTest {

    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        return TranscriptTests.in("kit", TinyServer::new);
    }

    @Test
    void failureNamesFileLineAndConversation() {
        assertThatThrownBy(() -> play("S: 220 {any}\n\nC: HELP\nS: 250 no\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("mem.txt:4: the server said something else")
                .hasMessageContaining("expected: S: 250 no")
                .hasMessageContaining("got:      500 HELP?")
                .hasMessageContaining("C: HELP");
    }

    @Test
    void capturedNameMustMatchLater() {
        play("S: 220 {host} tiny\nC: name\nS: 250 {host}\nC: {host}\nS: 500 {host}?\n");
        assertThatThrownBy(() -> play("S: 220 {host} tiny\nC: HELP\nS: 500 {host}?"))
                .hasMessageContaining("mem.txt:3");
    }

    @Test
    void unknownSentenceFails() {
        assertThatThrownBy(() -> play("given  a wonder\n"))
                .hasMessageContaining("does not know the sentence: a wonder");
        assertThatThrownBy(() -> play("then a wonder\n")).hasMessageContaining("a wonder");
    }

    @Test
    void lineEndedByLfAloneFails() {
        assertThatThrownBy(() -> play("S: 220 {any}\nC: lf\nS: bad\n"))
                .hasMessageContaining("LF alone");
    }

    @Test
    void silenceFailsAtTheDeadline() {
        assertThatThrownBy(
                        () -> {
                            try (var stage = new TinyServer()) {
                                var transcript = Transcript.parse("mem.txt", "S: 220{any}\nS: x\n");
                                TranscriptPlayer.play(transcript, stage, Duration.ofMillis(50));
                            }
                        })
                .hasMessageContaining("mem.txt:2: nothing more came");
    }

    @Test
    void moreThanExpectedFails() {
        assertThatThrownBy(() -> play("S: 220 {any}\nC: many\nS: 250-a\n"))
                .hasMessageContaining("said more");
        assertThatThrownBy(() -> play("S: 220 {any}\nC: many\nC-close\nS-close\n"))
                .hasMessageContaining("instead of closing");
    }

    @Test
    void endWhereALineShouldBeFails() {
        assertThatThrownBy(() -> play("S: 220 {any}\nC: quit\nS: 221 bye\nS: more\n"))
                .hasMessageContaining("closed the connection");
    }

    @Test
    void replyOfAnotherCodeFails() {
        assertThatThrownBy(() -> play("S: 220 {any}\nC: many\nS*: 354\n"))
                .hasMessageContaining("not a line of a reply 354");
    }

    @Test
    void lineThatIsNoneFailsAtParsing() {
        assertThatThrownBy(() -> Transcript.parse("t", "C: ok\nClient: x\n"))
                .hasMessageContaining("t:2: not a line");
        assertThatThrownBy(() -> Transcript.parse("t", "C*: x\n")).hasMessageContaining("t:1");
        assertThatThrownBy(() -> Transcript.parse("t", "S-tls\n")).hasMessageContaining("t:1");
    }

    @Test
    void escapesBecomeOctets() {
        assertThat(Transcript.unescape("a\\r\\n\\0\\\\\\xfF한"))
                .isEqualTo(concat(new byte[] {'a', 13, 10, 0, '\\', (byte) 0xff}, "한"));
        assertThatThrownBy(() -> Transcript.unescape("\\q")).hasMessageContaining("\\q");
    }

    @Test
    void clockMovesByHand() {
        FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
        clock.advance(Duration.ofMinutes(2));
        assertThat(clock.instant()).hasToString("2026-03-01T12:02:00Z");
    }

    private static byte[] concat(byte[] first, String rest) {
        byte[] second = rest.getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static void play(String text) {
        try (var stage = new TinyServer()) {
            TranscriptPlayer.play(Transcript.parse("mem.txt", text), stage);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Says a few things, by line.
    static final class TinyServer implements Stage {
        private final ServerSocket server =
                new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final List<String> heard = new ArrayList<>();

        TinyServer() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        @Override
        public Peer connect() throws IOException {
            return Peer.to((InetSocketAddress) server.getLocalSocketAddress());
        }

        @Override
        public void then(String sentence) {
            synchronized (heard) {
                if (!sentence.startsWith("heard ")) {
                    throw Stage.unknown(sentence);
                }
                assertThat(heard).contains(sentence.substring(6));
            }
        }

        private void serve() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> talk(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void talk(Socket socket) {
            try (socket) {
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8));
                say(socket, "220 tiny.example tiny\r\n");
                String line;
                while ((line = in.readLine()) != null) {
                    synchronized (heard) {
                        heard.add(line);
                    }
                    say(socket, answer(line));
                    if (line.equals("quit")) {
                        return;
                    }
                }
            } catch (IOException e) {
                // The client went away.
            }
        }

        private static String answer(String line) {
            return switch (line) {
                case "many" -> "250-a\r\n250-b {3}\r\n250 c\r\n";
                case "name" -> "250 tiny.example\r\n";
                case "lf" -> "bad\n";
                case "literal" -> "* 1 FETCH {3}\r\nabc)\r\na1 OK done\r\n";
                case "quit" -> "221 bye\r\n";
                default -> "500 " + line + "?\r\n";
            };
        }

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
