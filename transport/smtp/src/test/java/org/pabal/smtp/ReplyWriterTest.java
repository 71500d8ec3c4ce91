// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.message.EnhancedStatus;

class ReplyWriterTest {

    private static String written(SmtpReply reply) {
        return new String(ReplyWriter.encode(reply), StandardCharsets.ISO_8859_1);
    }

    @Test
    void oneLineWithStatus() {
        assertThat(written(SmtpReply.of(250, "2.1.5", "Ok"))).isEqualTo("250 2.1.5 Ok\r\n");
    }

    @Test
    void oneLineWithoutStatus() {
        assertThat(written(SmtpReply.of(354, "Go"))).isEqualTo("354 Go\r\n");
    }

    @Test
    void statusStandsOnEachLine() { // RFC 2034 §4
        SmtpReply reply =
                new SmtpReply(
                        550, Optional.of(EnhancedStatus.of("5.7.1")), List.of("one", "two", ""));
        assertThat(written(reply)).isEqualTo("550-5.7.1 one\r\n550-5.7.1 two\r\n550 5.7.1 \r\n");
    }

    @Test
    void textNeverGrowsALine() {
        assertThat(written(SmtpReply.of(550, "5.1.1", "a\r\n250 2.0.0 b\0\u001b철수")))
                .isEqualTo("550 5.1.1 a??250 2.0.0 b????\r\n");
    }

    @Test
    void linesAreCutAt512Octets() { // RFC 5321 §4.5.3.1.5
        String cut = written(SmtpReply.of(550, "5.1.1", "x".repeat(600)));
        assertThat(cut).hasSize(512).endsWith("x\r\n");
    }
}
