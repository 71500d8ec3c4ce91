// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.message.Domain;
import org.pabal.spam.OwnDomains.Imitation;
import org.pabal.spam.OwnDomains.Way;

/// Domains that look like ours. THREATS M11.
class HostedDomainsTest {
    private final HostedDomains own =
            HostedDomains.of(
                    List.of("example.org", "pabal.co.kr", Domain.of("한국은행.kr").toAscii(), "ab.kr"));

    @Test
    void ourOwnNamesAndThoseBelowThemImitateNobody() {
        assertThat(own.imitatedBy("example.org")).isEmpty();
        assertThat(own.imitatedBy("mail.example.org")).isEmpty();
        assertThat(own.imitatedBy("www.pabal.co.kr")).isEmpty();
        assertThat(own.imitatedBy("unrelated.net")).isEmpty();
        assertThat(own.imitatedBy("192.0.2.1")).isEmpty();
        assertThat(own.imitatedBy("")).isEmpty();
    }

    @Test
    void digitsAndPairsOfLettersLookLikeLetters() {
        imitates("examp1e.org", "example.org", Way.LOOKS_ALIKE);
        imitates("exarnple.org", "example.org", Way.LOOKS_ALIKE);
        imitates("www.exampie.org", "example.org", Way.LOOKS_ALIKE);
    }

    @Test
    void lettersOfOtherScriptsLookLikeLatinOnes() {
        imitates(Domain.of("ехаmрlе.org").toAscii(), "example.org", Way.LOOKS_ALIKE);
        imitates(Domain.of("éxample.org").toAscii(), "example.org", Way.LOOKS_ALIKE);
    }

    @Test
    void namesInFrontOfOtherNames() {
        imitates("example.org.evil.net", "example.org", Way.IN_FRONT);
        imitates("login.pabal.co.kr.evil.net", "pabal.co.kr", Way.IN_FRONT);
        imitates("example.org-login.net", "example.org", Way.IN_FRONT);
        imitates("example-org.evil.net", "example.org", Way.IN_FRONT);
    }

    @Test
    void oneLetterOrHyphenMakesTheDifference() {
        imitates("exampl.org", "example.org", Way.ONE_LETTER);
        imitates("examplee.org", "example.org", Way.ONE_LETTER);
        imitates("exmaple.org", "example.org", Way.ONE_LETTER);
        imitates("exa-mple.org", "example.org", Way.HYPHEN);
        imitates("pabal.com", "pabal.co.kr", Way.OTHER_SUFFIX);
        assertThat(own.imitatedBy("exaplme.org")).isEmpty();
    }

    @Test
    void shortNamesAreNearToManyByChance() {
        assertThat(own.imitatedBy("ac.kr")).isEmpty();
        assertThat(own.imitatedBy("abc.kr")).isEmpty();
        assertThat(own.imitatedBy("ab.com")).isEmpty();
    }

    private void imitates(String host, String domain, Way way) {
        assertThat(own.imitatedBy(host))
                .as(host)
                .isEqualTo(Optional.of(new Imitation(domain, way)));
    }
}
