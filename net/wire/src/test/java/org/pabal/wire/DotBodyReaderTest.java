// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.wire.Connection.BodyFacts;

class DotBodyReaderTest {

    private record Body(String text, BodyFacts facts, String rest) {}

    @Test
    void dotsAreUnstuffedWhereverTheStreamIsSplit() throws IOException {
        byte[] all = Octets.of("Subject: x\r\n\r\n..\r\n.a\r\n...\r\nb.\r\n.\r\nQUIT\r\n");
        for (int place = 0; place <= all.length; place++) {
            Body body = read(Octets.splitAt(all, place));
            assertThat(body.text()).isEqualTo("Subject: x\r\n\r\n.\r\na\r\n..\r\nb.\r\n");
            assertThat(body.facts()).isEqualTo(new BodyFacts(28, false, false, false));
            assertThat("QUIT\r\n").startsWith(body.rest());
        }
    }

    @Test
    void emptyBodyIsADotAtOnce() throws IOException {
        Body body = read(List.of(Octets.of(".\r\nNOOP\r\n")));
        assertThat(body.text()).isEmpty();
        assertThat(body.rest()).isEqualTo("NOOP\r\n");
    }

    /// THREATS S01, S02 and what else has been tried.
    @Test
    void onlyCrlfDotCrlfEnds() throws IOException {
        for (String smuggled :
                List.of(
                        "\n.\n",
                        "\n.\r\n",
                        "\r.\r\n",
                        "\r\n.\n",
                        "\r\n.\r",
                        "\r.\r",
                        "\n\n.\r\n",
                        "\r\n.\r\r\n",
                        "\r\r\n.\n",
                        "\r\n\0.\r\n")) {
            byte[] all = Octets.of("a" + smuggled + "MAIL FROM:<e@x>\r\n.\r\nQUIT\r\n");
            for (int place = 0; place <= all.length; place++) {
                Body body = read(Octets.splitAt(all, place));
                assertThat(body.text()).contains("MAIL FROM");
                assertThat(body.facts().bareCr() || body.facts().bareLf() || body.facts().nul())
                        .isTrue();
            }
        }
    }

    @Test
    void endOfStreamBeforeTheEndIsAnError() {
        for (String cut : List.of("", "a", "a\r\n", "a\r\n.", "a\r\n.\r")) {
            assertThatThrownBy(() -> read(List.of(Octets.of(cut + ""))))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void anyOctetsInAnyPiecesGiveWhatTheRuleSays() throws IOException {
        long seed = 20260302;
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            String text = Octets.random(random, 600) + "\r\n.\r\n";
            Body expected = naive(text);
            Body body = read(Octets.cut(Octets.of(text), random));
            assertThat(body.text()).as("seed %d round %d", seed, round).isEqualTo(expected.text());
            assertThat(body.facts())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected.facts());
        }
    }

    @Test
    void specialOctetsAreFoundInAnyPlace() {
        long seed = 20260303;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(40)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] =
                        (byte)
                                (random.nextInt(20) == 0
                                        ? "\0\r\n".charAt(random.nextInt(3))
                                        : random.nextInt(256));
            }
            int from = random.nextInt(octets.length + 1);
            int expected = from;
            while (expected < octets.length
                    && octets[expected] != 0
                    && octets[expected] != '\r'
                    && octets[expected] != '\n') {
                expected++;
            }
            assertThat(DotBodyReader.nextSpecial(octets, from, octets.length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    /// The rule, said with strings: lines end with CRLF, a lone dot ends, a leading dot goes.
    private static Body naive(String text) {
        StringBuilder body = new StringBuilder();
        int from = 0;
        while (true) {
            int end = text.indexOf("\r\n", from);
            String line = text.substring(from, end);
            from = end + 2;
            if (line.equals(".")) {
                break;
            }
            body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        String source = text.substring(0, from);
        return new Body(
                body.toString(),
                new BodyFacts(
                        body.length(),
                        hasBare(source, '\r'),
                        hasBare(source, '\n'),
                        source.indexOf('\0') >= 0),
                text.substring(from));
    }

    private static boolean hasBare(String text, char which) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == which
                    && (which == '\r'
                            ? i + 1 == text.length() || text.charAt(i + 1) != '\n'
                            : i == 0 || text.charAt(i - 1) != '\r')) {
                return true;
            }
        }
        return false;
    }

    private static Body read(List<byte[]> pieces) throws IOException {
        Inbound in = ScriptedSocket.inbound(pieces);
        var text = new ByteArrayOutputStream();
        BodyFacts facts = new DotBodyReader(in, text::write).read();
        ReadBuffer rest = in.buffer();
        return new Body(
                Octets.text(text.toByteArray()),
                facts,
                Octets.text(java.util.Arrays.copyOfRange(rest.octets, rest.pos, rest.end)));
    }
}
