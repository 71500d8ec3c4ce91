// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.wire.Connection.Line;

class LineReaderTest {

    private static final int MAX = 20;

    @Test
    void linesAreTheSameWhereverTheStreamIsSplit() throws IOException {
        byte[] all = Octets.of("EHLO a\r\n\r\nMAIL FROM:<a@b>\r\n");
        for (int place = 0; place <= all.length; place++) {
            var reader = new LineReader(ScriptedSocket.inbound(Octets.splitAt(all, place)));
            assertThat(all(reader, MAX, 100))
                    .as("split at %d", place)
                    .containsExactly("EHLO a", "", "MAIL FROM:<a@b>", "(end)");
        }
    }

    @Test
    void crAndLfAloneArePartOfTheLine() throws IOException {
        assertThat(lines("EHLO x\nMAIL\r\n", "a\rb\r\n", "\n\r\n", "\r\r\n", "\n\n\r\n"))
                .containsExactly("EHLO x\nMAIL", "a\rb", "\n", "\r", "\n\n", "(end)");
    }

    @Test
    void octetsWithoutLineEndAreDroppedAtTheEnd() throws IOException {
        assertThat(lines("QUIT\r\nRCPT TO:<a@b>\r")).containsExactly("QUIT", "(end)");
    }

    @Test
    void lineAtTheLimitIsWholeAndOneBeyondIsSkipped() throws IOException {
        String longest = "x".repeat(MAX);
        assertThat(lines(longest + "\r\n" + longest + "y\r\nNOOP\r\n"))
                .containsExactly(longest, "(too long)", "NOOP", "(end)");
        for (int place = 0; place < MAX + 3; place++) {
            byte[] all = Octets.of(longest + "y\r\nNOOP\r\n");
            var reader = new LineReader(ScriptedSocket.inbound(Octets.splitAt(all, place)));
            assertThat(all(reader, MAX, 100)).containsExactly("(too long)", "NOOP", "(end)");
        }
    }

    @Test
    void endlessLineIsGivenUp() throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pieces.add(Octets.of("x".repeat(100)));
        }
        var reader = new LineReader(ScriptedSocket.inbound(pieces));
        assertThat(reader.read(MAX, 1000)).isEqualTo(new Line.TooLong(false));
    }

    @Test
    void timeOutLosesNothing() throws IOException {
        var reader =
                new LineReader(
                        ScriptedSocket.inbound(
                                Octets.of("DO"), ScriptedSocket.TIMEOUT, Octets.of("NE\r\n")));
        assertThatThrownBy(() -> reader.read(MAX, 100)).isInstanceOf(SocketTimeoutException.class);
        assertThat(all(reader, MAX, 100)).containsExactly("DONE", "(end)");
    }

    @Test
    void anyOctetsInAnyPiecesGiveTheLinesBetweenCrlf() throws IOException {
        long seed = 20260301;
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            String text = Octets.random(random, 400);
            int max = 1 + random.nextInt(60);
            var reader =
                    new LineReader(ScriptedSocket.inbound(Octets.cut(Octets.of(text), random)));
            assertThat(all(reader, max, 1_000_000))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(naive(text, max));
        }
    }

    private static List<String> naive(String text, int max) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n", from)) {
            lines.add(end - from > max ? "(too long)" : text.substring(from, end));
            from = end + 2;
        }
        lines.add("(end)");
        return lines;
    }

    private static List<String> lines(String... pieces) throws IOException {
        var octets = java.util.Arrays.stream(pieces).map(Octets::of).toList();
        return all(new LineReader(ScriptedSocket.inbound(octets)), MAX, 100);
    }

    private static List<String> all(LineReader reader, int max, int maxSkipped) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            switch (reader.read(max, maxSkipped)) {
                case Line.Complete(var octets) -> lines.add(Octets.text(octets));
                case Line.TooLong(boolean found) -> lines.add(found ? "(too long)" : "(given up)");
                case Line.EndOfStream _ -> {
                    lines.add("(end)");
                    return lines;
                }
            }
        }
    }
}
