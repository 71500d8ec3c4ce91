// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {

    private static MessageHeader parse(String text) {
        return MessageHeader.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void keepsEachFieldsOctets() {
        String from = "From : a@example.org,\r\n\t b@example.org\r\n";
        MessageHeader header = parse("subject:\u00e9 \r\n" + from + "\r\nbody: no\r\n");

        assertThat(header.fields()).hasSize(2);
        RawField field = header.first("FROM").orElseThrow();
        assertThat(field.name()).isEqualTo("From");
        assertThat(field.value()).isEqualTo(" a@example.org,\r\n\t b@example.org");
        assertThat(new String(field.octets(), StandardCharsets.ISO_8859_1)).isEqualTo(from);
        assertThat(header.fields().getFirst().value()).isEqualTo("\u00e9 ");
    }

    @Test
    void endsWhereNoFieldBegins() {
        assertThat(parse("").fields()).isEmpty();
        assertThat(parse("\r\nA: b\r\n").fields()).isEmpty();
        assertThat(parse(" A: b\r\n").fields()).isEmpty();
        assertThat(parse(":b\r\n").fields()).isEmpty();
        assertThat(parse("A: b\r\nno field here\r\nC: d\r\n").fields()).hasSize(1);
        assertThat(parse("A: b\r\nC").fields()).hasSize(1);
    }

    /// What a reader of the message would take for its body.
    @Test
    void knowsWhatIsNeitherFieldNorEmptyLine() {
        assertThat(parse("A: b\r\n\r\n").rest()).isEmpty();
        assertThat(parse("A: b\n\n").rest()).isEmpty();
        assertThat(parse("A: b").rest()).isEmpty();
        assertThat(parse("\r\n").rest()).isEmpty();
        assertThat(parse("A: b\r\nno field\r\nC: d\r\n\r\n").rest())
                .asString()
                .isEqualTo("no field\r\nC: d\r\n\r\n");
        assertThat(parse("A: b\r\n" + "x".repeat(998) + ": c\r\n").rest()).hasSize(0);
        assertThat(parse("A: b\r\n" + "x".repeat(999) + ": c\r\n").rest()).hasSize(1_004);
    }

    @Test
    void anMboxLineOnTopIsPassedOver() {
        assertThat(parse("From bob@example.org Sat Nov 21\r\n on\r\nFrom: a@b\r\n\r\n").fields())
                .hasSize(1);
        assertThat(parse(">From bob\r\nA: b\r\n").first("a")).isPresent();
        assertThat(parse("From : a@b\r\n").fields()).hasSize(1);
        assertThat(parse("A: b\r\nFrom bob\r\nC: d\r\n").fields()).hasSize(1);
    }

    @Test
    void aFieldMayEndWithTheOctets() {
        RawField last = parse("A: b\r\nC: d").fields().getLast();

        assertThat(last.value()).isEqualTo(" d");
        assertThat(parse("C:").fields().getFirst().value()).isEmpty();
        assertThat(parse("A:\r\n").fields().getFirst().value()).isEmpty();
        assertThat(parse("A: b\r\nA:c\r\n").all("a")).hasSize(2);
    }
}
