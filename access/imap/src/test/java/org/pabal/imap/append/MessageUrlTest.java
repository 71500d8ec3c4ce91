// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.imap.fetch.FetchItem.Partial;
import org.pabal.imap.fetch.Section;
import org.pabal.imap.fetch.Section.Kind;

class MessageUrlTest {

    private static MessageUrl parse(String url) {
        return MessageUrl.parse(url).orElseThrow();
    }

    @Test
    void everyPartIsRead() { // RFC 5092 §11
        MessageUrl url =
                parse(
                        "/%EB%B3%B4%EB%82%B8/a%3Bb;UIDVALIDITY=785799047/;UID=113330"
                                + "/;section=1.5.9.MIME/;Partial=5.1024");
        assertThat(url.mailbox()).contains("보낸/a;b");
        assertThat(url.uidValidity()).hasValue(785799047);
        assertThat(url.uid()).isEqualTo(113330);
        assertThat(url.section()).isEqualTo(new Section(List.of(1, 5, 9), Kind.MIME, Set.of()));
        assertThat(url.partial()).contains(new Partial(5, 1024));
    }

    @Test
    void messageOfTheSelectedMailbox() {
        MessageUrl url = parse(";UID=7/;SECTION=HEADER.FIELDS.NOT%20(bcc%20X-a)");
        assertThat(url.mailbox()).isEmpty();
        assertThat(url.section())
                .isEqualTo(new Section(List.of(), Kind.HEADER_FIELDS_NOT, Set.of("BCC", "X-A")));
        assertThat(parse("/INBOX/;UID=1").section()).isEqualTo(Section.ALL);
        assertThat(parse("/INBOX/;UID=1/;PARTIAL=9").partial())
                .isEqualTo(Optional.of(new Partial(9, Long.MAX_VALUE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/;UID=1",
                "//;UID=1",
                "//example.org/INBOX/;UID=1",
                "imap://example.org/INBOX/;UID=1",
                "INBOX/;UID=1",
                "/INBOX",
                "/INBOX;UID=1",
                "/INBOX/;UID=0",
                "/INBOX/;UID=99999999999",
                "/INBOX/;UID=1/",
                "/INBOX/;UID=1;SECTION=1",
                "/INBOX/;UID=1/;SECTION=",
                "/INBOX/;UID=1/;SECTION=0",
                "/INBOX/;UID=1/;SECTION=1..2",
                "/INBOX/;UID=1/;SECTION=MIME",
                "/INBOX/;UID=1/;SECTION=1%5D",
                "/INBOX/;UID=1/;PARTIAL=1.0",
                "/INBOX/;UID=1/;PARTIAL=-1",
                "/INBOX/;UIDVALIDITY=1/;UID=1",
                "/INBOX;UIDVALIDITY=x/;UID=1",
                "/INBOX/;UID=1/;URLAUTH=anonymous",
                "/IN%00BOX/;UID=1",
                "/IN%BOX/;UID=1",
                "/IN%ff/;UID=1",
                "/IN BOX/;UID=1"
            })
    void anythingElseIsNone(String url) {
        assertThat(MessageUrl.parse(url)).isEmpty();
    }
}
