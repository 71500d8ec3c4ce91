// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class GivenMailTest {
    private static String parsed(String file) {
        byte[] octets = file.getBytes(StandardCharsets.ISO_8859_1);
        return new String(
                GivenMail.parse(Base64.getEncoder().encodeToString(octets)),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void lineEndsAndTheLineOfAnMboxAreMended() {
        assertThat(parsed("From a@b Sat Nov 21 12:00:00 2026\nA: b\n\n\nc\r\nd"))
                .isEqualTo("A: b\r\n\r\n\r\nc\r\nd");
        assertThat(parsed("From: a\r\n\r\nFrom here\r\n"))
                .isEqualTo("From: a\r\n\r\nFrom here\r\n");
        assertThat(parsed("\n")).isEqualTo("\r\n");
        assertThat(parsed("From a")).isEmpty();
        assertThat(parsed("")).isEmpty();
    }

    @Test
    void whatIsNoBase64IsRefused() {
        assertThatThrownBy(() -> GivenMail.parse("???")).isInstanceOf(Arguments.Unusable.class);
    }
}
