// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.OwnDomains;
import org.pabal.spam.reading.name.HostedDomains;

class ReadingTestsTest {
    /// THREATS M11.
    @Test
    void namesThatShowOtherAddresses() {
        assertThat(tests("From: \"ceo@example.org\" <x@evil.net>\n\n"))
                .contains("NAME_SHOWS_OUR_ADDRESS");
        assertThat(tests("From: \"ceo@bank.com\" <x@evil.net>\n\n"))
                .contains("NAME_SHOWS_OTHER_ADDRESS");
        assertThat(tests("From: \"ceo@bank.com\" <x@mail.bank.com>\n\n")).isEmpty();
        assertThat(tests("From: \"Kim \u202Egro\" <x@good.net>\n\n")).contains("NAME_TURNED");
        assertThat(tests("From: \"Pаypal\" <x@good.net>\n\n")).contains("NAME_MIXED_SCRIPTS");
        assertThat(tests("From: \"김철수 Kim\" <x@good.net>\n\n")).isEmpty();
        assertThat(tests("From: \"Иван Petrov\" <x@good.net>\n\n")).isEmpty();
    }

    @Test
    void domainsThatLookLikeOurs() {
        assertThat(tests("From: x@examp1e.org\n\n")).contains("SENDER_LOOKS_LIKE_US");
        assertThat(tests("From: x@exmaple.org\n\n")).contains("SENDER_NEARLY_US");
        assertThat(tests("From: x@example.net\n\n")).contains("SENDER_OTHER_SUFFIX");
        assertThat(tests("From: x@sub.example.org\n\n")).isEmpty();
        assertThat(tests("From: x@good.net\n\nhttp://example.org.evil.net/"))
                .contains("LINK_LOOKS_LIKE_US");
    }

    @Test
    void linksAndHtml() {
        assertThat(
                        tests(
                                """
                                Content-Type: text/html

                                <a href="http://u:p@3221225991/">https://www.bank.com/</a>
                                <input type=password>
                                """))
                .contains(
                        "LINK_USER_IN_FRONT",
                        "LINK_DISGUISED_ADDRESS",
                        "LINK_SHOWS_OTHER_HOST",
                        "HTML_ASKS_PASSWORD");
    }

    /// THREATS M12.
    @Test
    void charsetsThatAreOtherThanDeclared() {
        assertThat(tests("Content-Type: text/plain; charset=utf-7\n\nHi +ADw-script+AD4-"))
                .contains("CHARSET_UTF7");
        assertThat(tests("Content-Type: text/plain; charset=x-none\n\nHi"))
                .contains("CHARSET_UNKNOWN");
        assertThat(tests("Content-Type: text/plain; charset=us-ascii\n\n한국어"))
                .contains("CHARSET_OTHER");
        assertThat(tests("Content-Type: text/plain; charset=utf-8\n\n한국어")).isEmpty();
        assertThat(
                        tests(
                                "Subject: =?koi8-r?B?xMEK?=\nContent-Type: text/plain;"
                                        + " charset=euc-kr\n\nHi"))
                .contains("CHARSET_SUBJECT_DIFFERS");
    }

    @Test
    void alternativesThatSayDifferentThings() {
        String plain = "holiday pictures from grandmother visiting ".repeat(1);
        StringBuilder words = new StringBuilder(plain);
        StringBuilder others = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            words.append("innocent")
                    .append((char) ('a' + i % 26))
                    .append((char) ('a' + i / 26))
                    .append(' ');
            others.append("casino")
                    .append((char) ('a' + i % 26))
                    .append((char) ('a' + i / 26))
                    .append(' ');
        }
        String mail =
                """
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                %s
                --b
                Content-Type: text/html

                <p>%s</p>
                --b--
                """;
        assertThat(tests(mail.formatted(words, others))).contains("HTML_OTHER_THAN_TEXT");
        assertThat(tests(mail.formatted(words, words))).isEmpty();
    }

    @Test
    void anOrdinaryMailHasNone() {
        assertThat(
                        tests(
                                """
                                From: Bob <bob@good.net>
                                Subject: Lunch
                                Content-Type: text/html; charset=utf-8

                                <p>See <a href="https://www.good.net/menu">the menu</a>.</p>
                                """))
                .isEmpty();
    }

    private static List<String> tests(String mail) {
        OwnDomains own = HostedDomains.of(List.of("example.org"));
        ArrivalFacts none = ArrivalFacts.unknown(Instant.EPOCH);
        ArrivalFacts facts =
                new ArrivalFacts(
                        none.client(),
                        "",
                        Optional.empty(),
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        own,
                        Instant.EPOCH);
        return ReadingTests.of(Mails.read(mail), facts).stream().map(Finding::test).toList();
    }
}
