// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes.Quota.Use;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.QuotaResource;
import org.pabal.message.Address;

class QuotaWarningMailTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static String mail(Language language, QuotaResource resource, long used, long limit) {
        Account account =
                new Account(
                        new AccountId(7),
                        Address.of("bob@example.org"),
                        "",
                        language,
                        OptionalLong.of(limit),
                        true);
        QuotaCrossing crossing =
                new QuotaCrossing(account, resource, 90, new Use(used, OptionalLong.of(limit)));
        QuotaWarningMail words = QuotaWarningMail.of(crossing);
        byte[] octets =
                SystemMail.octets(
                        "mail.example.org", account, "key", words.subject(), words.words(), NOW);
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String words(String mail) {
        String body = mail.substring(mail.indexOf("\r\n\r\n") + 4);
        return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
    }

    @Test
    void itSaysHowMuchIsUsed() {
        String mail = mail(Language.ENGLISH, QuotaResource.STORAGE, 95 << 20, 100 << 20);
        assertThat(mail)
                .startsWith("From: Mail System <postmaster@mail.example.org>\r\n")
                .contains("\r\nTo: <bob@example.org>\r\nSubject: Your mailbox is 90% full\r\n")
                .contains("\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\n")
                .contains("\r\nAuto-Submitted: auto-generated\r\n");
        assertThat(words(mail)).startsWith("Your mailboxes hold 95.0 MiB of the 100.0 MiB");
    }

    @Test
    void itSpeaksItsOwnersLanguage() {
        String mail = mail(Language.KOREAN, QuotaResource.MESSAGE, 900, 1_000);
        assertThat(mail).contains("\r\nSubject: =?UTF-8?").contains("\r\nContent-Language: ko\r\n");
        assertThat(mail.chars().allMatch(c -> c < 0x80)).isTrue();
        assertThat(words(mail)).startsWith("메일함에 1000 통 중 900 통");
    }
}
