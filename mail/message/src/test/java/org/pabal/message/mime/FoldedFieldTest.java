// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Unstructured fields as they are written.
class FoldedFieldTest {

    @Test
    void shortAsciiStaysAsItIs() {
        assertThat(HeaderText.field("X-Note", "hello world")).isEqualTo("X-Note: hello world");
        assertThat(HeaderText.field("X-Note", "")).isEqualTo("X-Note:");
        assertThat(HeaderText.field("X-Note", "  a  b  ")).isEqualTo("X-Note: a  b");
    }

    /// THREATS V13: nothing in a value begins a second field.
    @Test
    void lineEndsInAValueBeginNoField() {
        assertThat(HeaderText.field("X", "a\r\nBcc: evil@x")).isEqualTo("X: a Bcc: evil@x");
        assertThat(HeaderText.field("X", "a\r\n\r\nbody")).isEqualTo("X: a body");
        assertThat(HeaderText.field("X", "a\n\tb\r\n")).isEqualTo("X: a b");
        assertThat(HeaderText.field("X", "a\0b\u0085c")).isEqualTo("X: abc");
    }

    @Test
    void longLinesAreFoldedBetweenWords() {
        String field = HeaderText.field("X", "0123456789 ".repeat(20));
        assertThat(field.split("\r\n")).allMatch(line -> line.length() <= 78).hasSize(3);
        assertThat(field.replace("\r\n", "")).isEqualTo("X: " + "0123456789 ".repeat(20).strip());
    }

    @Test
    void aWordThatFitsNoLineIsEncoded() {
        String field = HeaderText.field("X", "a".repeat(5000));
        assertThat(field.split("\r\n")).allMatch(line -> line.length() <= 78);
        assertThat(HeaderText.decode(field.substring(2))).isEqualTo("a".repeat(5000));
    }

    @Test
    void anyTextIsOneFieldThatReadsTheSame() {
        for (int seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            List<String> pieces =
                    List.of("a", "word", "한글", "=?x", " ", "  ", "\u00e9", "\ud83d\ude00");
            for (int i = random.nextInt(120); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String field = HeaderText.field("X-Any", text.toString());
            byte[] section =
                    (field + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(HeaderSection.parse(section, 0, section.length).fields())
                    .as("seed %d", seed)
                    .hasSize(1)
                    .first()
                    .satisfies(one ->
                            assertThat(HeaderText.decode(one)).isEqualTo(text.toString().strip()));
            assertThat(field.split("\r\n")).as("seed %d", seed).allMatch(l -> l.length() <= 78);
        }
    }

    @Test
    void placesCoverTheWholeSection() {
        byte[] section = Samples.latin1("From x Sat\r\nA: 1\r\nB : 2\r\n\tmore\nC:\r\n\r\n");
        List<PlacedField> places = HeaderSection.places(section);
        assertThat(places).extracting(p -> p.field().name()).containsExactly("A", "B", "C");
        assertThat(places.get(0).from()).isEqualTo(HeaderSection.firstPlace(section)).isEqualTo(12);
        assertThat(places.get(1).to()).isEqualTo(places.get(2).from());
        assertThat(places.getLast().to()).isEqualTo(section.length - 2);
    }
}
