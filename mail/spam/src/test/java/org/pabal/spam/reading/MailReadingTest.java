// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MailReadingTest {
    @Test
    void headerFieldsAreDecoded() {
        MailReading reading =
                Mails.read(
                        """
                        From: =?utf-8?B?7ZmN6ri464+Z?= <hong@EXAMPLE.net>
                        Reply-To: other@xn--hu5b95m.kr, "B" <b@example.org>
                        Subject: =?utf-8?Q?caf=C3=A9?=

                        Hello
                        """);
        assertThat(reading.subject()).isEqualTo("café");
        assertThat(reading.from()).containsExactly(new NamedAddress("홍길동", "hong", "example.net"));
        assertThat(reading.replyTo())
                .extracting(NamedAddress::address)
                .containsExactly("other@xn--hu5b95m.kr", "b@example.org");
        assertThat(reading.text()).isEqualTo("Hello\r\n");
    }

    @Test
    void anEmptyMessageHasAReading() {
        MailReading reading = Mails.read("");
        assertThat(reading.text()).isEmpty();
        assertThat(reading.from()).isEmpty();
    }
}
