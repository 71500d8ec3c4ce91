// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.mta.breaker.Frozen;

class FreezeWordsTest {
    private static Account account(String address, Language language) {
        return new Account(
                new AccountId(7), Address.of(address), "", language, OptionalLong.empty(), true);
    }

    private static Frozen frozen() {
        return new Frozen(
                new AccountId(7),
                Instant.parse("2026-03-01T12:00:00Z"),
                "203.0.113.0/24",
                "50 recipients");
    }

    @Test
    void eachReadsItInHisLanguage() {
        Account bob = account("bob@example.org", Language.ENGLISH);
        Account kim = account("kim@example.org", Language.KOREAN);
        assertThat(FreezeWords.ofOwner(bob, frozen()).text())
                .contains("from a new place (203.0.113.0/24)")
                .contains("change your password");
        assertThat(FreezeWords.ofOwner(kim, frozen()).text())
                .contains("203.0.113.0/24")
                .contains("비밀번호");
        assertThat(FreezeWords.ofPostmaster(bob, kim, frozen()).text())
                .contains("pabal outgoing release kim@example.org")
                .contains("50 recipients");
        assertThat(FreezeWords.ofPostmaster(kim, bob, frozen()).text())
                .contains("pabal outgoing release bob@example.org")
                .contains("보류");
        assertThat(FreezeWords.ofRate(bob, "450 4.7.1 300 mails an hour").text())
                .contains("300 mails an hour");
    }
}
