// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.message.Domain;
import org.pabal.message.mime.HeaderSection;

/// Who wants to be taken for `code-mail.kr`.
class ImitationTest {
    private static Optional<String> of(String from) {
        byte[] header = ("From: " + from + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return Imitation.of(
                HeaderSection.parse(header, 0, header.length),
                Domain.parse("code-mail.kr").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bob <bob@c0de-mail.kr>",
                "Bob <bob@code-mai1.kr>",
                "Bob <bob@code-rnail.kr>",
                "Bob <bob@cоde-mail.kr>",
                "Bob <bob@xn--cde-mail-nbh.kr>",
                "Bob <bob@code-mail.kr.evil.example>",
                "Bob <bob@www.code-mail.kr.evil.example>",
                "Bob <bob@code-mail-kr.com>",
                "Bob <bob@login-code-mail-kr.com>",
                "\"bob@code-mail.kr\" <x@evil.example>",
                "\"Bob (bob@team.code-mail.kr)\" <x@evil.example>",
            })
    void imitators(String from) {
        assertThat(of(from)).contains("code-mail.kr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bob <bob@code-mail.kr>",
                "Bob <bob@team.code-mail.kr>",
                "Bob <bob@CODE-MAIL.KR>",
                "Bob <bob@code.kr>",
                "Bob <bob@mail.kr>",
                "\"bob at code-mail.kr\" <x@far.example>",
                "\"x@code-mail.kr.example\" <x@far.example>",
                "<>",
            })
    void othersAndOurselves(String from) {
        assertThat(of(from)).isEmpty();
    }
}
