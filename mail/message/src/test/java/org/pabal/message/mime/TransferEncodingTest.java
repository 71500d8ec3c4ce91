// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The transfer encoding that suits a text.
class TransferEncodingTest {

    private static TransferEncoding of(String text) {
        return TransferEncoding.ofText(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void plainLinesNeedNone() {
        assertThat(of("hello\r\nworld").label()).isEqualTo("7bit");
        assertThat(of("").label()).isEqualTo("7bit");
    }

    @Test
    void whatMailCannotCarryIsEncoded() {
        assertThat(of("a caf\u00e9 in a long line of ASCII").label()).isEqualTo("quoted-printable");
        assertThat(of("우리말로 쓴 글").label()).isEqualTo("base64");
        assertThat(of("--boundary").label()).isNotEqualTo("7bit");
        assertThat(of("x".repeat(2000)).label()).isNotEqualTo("7bit");
        assertThat(of("bare\nline end").label()).isNotEqualTo("7bit");
        assertThat(of("a\0b").label()).isNotEqualTo("7bit");
    }

    @Test
    void itReadsTheSameAndHoldsNoDelimiter() {
        List<String> pieces = List.of("--b", "a", "\r\n", "한", " ", "=", "-", "\u00e9", "\t\r\n");
        for (int seed = 1; seed <= 1000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
            TransferEncoding encoded = TransferEncoding.ofText(plain);
            assertThat(TransferDecoding.decode(encoded.label(), encoded.octets()))
                    .as("seed %d", seed)
                    .isEqualTo(plain);
            String lines = new String(encoded.octets(), StandardCharsets.US_ASCII);
            assertThat(lines.split("\r\n")).as("seed %d", seed).noneMatch(l -> l.startsWith("--"));
        }
    }
}
