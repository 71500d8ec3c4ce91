// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GivenMessageTest {
    private static String read(String text, GivenMessage.End end) throws IOException {
        try (GivenMessage message =
                GivenMessage.read(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)),
                        end)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out);
            return out.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void linesEndWithCrLfWhateverTheyEndedWith() throws IOException {
        assertThat(read("a\nb\r\nc\rd", GivenMessage.End.INPUT)).isEqualTo("a\r\nb\r\nc\r\nd\r\n");
        assertThat(read("", GivenMessage.End.INPUT)).isEmpty();
        assertThat(read("\n\n", GivenMessage.End.INPUT)).isEqualTo("\r\n\r\n");
        assertThat(read("\r\r\n", GivenMessage.End.INPUT)).isEqualTo("\r\n\r\n");
    }

    @Test
    void aDotEndsItOnlyWhereItMay() throws IOException {
        assertThat(read("a\n.\nb\n", GivenMessage.End.DOT)).isEqualTo("a\r\n");
        assertThat(read("a\n.", GivenMessage.End.DOT)).isEqualTo("a\r\n");
        assertThat(read("a\n.b\n..\n", GivenMessage.End.DOT)).isEqualTo("a\r\n.b\r\n..\r\n");
        assertThat(read("a\n.\nb\n", GivenMessage.End.INPUT)).isEqualTo("a\r\n.\r\nb\r\n");
    }

    @Test
    void theEnvelopeOfAMailboxFileIsLeftOut() throws IOException {
        assertThat(read("From bob Sat Jan  1\nA: b\n\nFrom x\n", GivenMessage.End.INPUT))
                .isEqualTo("A: b\r\n\r\nFrom x\r\n");
    }

    @Test
    void dotsAreDoubledOnTheWay() throws IOException {
        try (GivenMessage message =
                GivenMessage.read(
                        new ByteArrayInputStream(
                                ".a\nb.\n..\n".getBytes(StandardCharsets.US_ASCII)),
                        GivenMessage.End.INPUT)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeDotted(out);
            assertThat(out.toString(StandardCharsets.US_ASCII))
                    .isEqualTo("..a\r\nb.\r\n...\r\n.\r\n");
        }
    }

    @Test
    void aLargeOneLiesInAFile() throws IOException {
        byte[] large = "0123456789abcdef\n".repeat(400_000).getBytes(StandardCharsets.US_ASCII);
        try (GivenMessage message =
                GivenMessage.read(new ByteArrayInputStream(large), GivenMessage.End.INPUT)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out);
            assertThat(out.size()).isEqualTo(400_000 * 18);
            assertThat(message.header()).isNotEmpty();
        }
    }
}
