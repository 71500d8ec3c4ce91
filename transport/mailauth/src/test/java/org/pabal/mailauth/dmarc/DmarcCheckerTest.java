// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dmarc.DmarcPolicy.Tag;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.Address;

class DmarcCheckerTest {
    private static final String ZONE =
            """
            $TTL 300
            reject.example.              A    192.0.2.1
            _dmarc.reject.example.       TXT  "v=DMARC1; p=reject; rua=mailto:d@reject.example"
            mail.reject.example.         A    192.0.2.1
            _dmarc.strict.example.       TXT  "v=DMARC1; p=reject; adkim=s; aspf=s"
            mail.strict.example.         A    192.0.2.1
            _dmarc.sub.example.          TXT  "v=DMARC1; p=reject; sp=quarantine; np=none"
            there.sub.example.           A    192.0.2.1
            _dmarc.mild.example.         TXT  "v=DMARC1; p=none; np=reject"
            _dmarc.test.example.         TXT  "v=DMARC1; p=reject; t=y"
            _dmarc.broken.example.       TXT  "v=DMARC1; p=block"
            _dmarc.apart.big.example.    TXT  "v=DMARC1; p=reject; psd=n"
            _dmarc.big.example.          TXT  "v=DMARC1; p=quarantine"
            _dmarc.slow.example.         TIMEOUT
            _dmarc.own.halfslow.example. TXT  "v=DMARC1; p=reject"
            _dmarc.halfslow.example.     TIMEOUT
            _dmarc.evil.test.            TIMEOUT
            _dmarc.xn--bcher-kva.example. TXT "v=DMARC1; p=reject"
            none.example.                A    192.0.2.1
            """;

    private final ZoneResolver resolver = ZoneResolver.of(ZONE);
    private final DmarcChecker checker = new DmarcChecker(resolver);

    private static MessageHeader header(String text) {
        return MessageHeader.parse(
                (text + "\r\nSubject: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static SpfOutcome spf(SpfResult result, String domain) {
        return new SpfOutcome(
                result,
                new SpfIdentity.MailFrom(Address.of("a@" + domain)),
                domain,
                "",
                "",
                "",
                List.of());
    }

    private static DkimOutcome dkim(DkimResult result, String domain, boolean testing) {
        return new DkimOutcome(
                result, domain, "s", "@" + domain, "rsa-sha256", 2048, "", testing, "", "");
    }

    private static final SpfOutcome NO_SPF = spf(SpfResult.FAIL, "other.example");

    private DmarcOutcome signed(String from, String... signers) {
        List<DkimOutcome> dkim = new ArrayList<>();
        for (String signer : signers) {
            dkim.add(dkim(DkimResult.PASS, signer, false));
        }
        return checker.check(header("From: a@" + from), NO_SPF, dkim);
    }

    private DmarcOutcome sentBy(String from, String domain) {
        return checker.check(header("From: a@" + from), spf(SpfResult.PASS, domain), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        // author, who was authenticated, and how near that is
        "reject.example,          reject.example,         STRICT",
        "reject.example,          mail.reject.example,    RELAXED",
        "mail.reject.example,     reject.example,         RELAXED",
        "a.mail.reject.example,   b.reject.example,       RELAXED",
        "REJECT.example,          reject.EXAMPLE,         STRICT",
        "strict.example,          strict.example,         STRICT",
        "strict.example,          mail.strict.example,    NONE",
        "mail.strict.example,     strict.example,         NONE",
        "reject.example,          example,                NONE",
        "reject.example,          notreject.example,      NONE",
        "reject.example,          xreject.example,        NONE",
        "big.example,             apart.big.example,      NONE",
        "apart.big.example,       big.example,            NONE",
        "apart.big.example,       x.apart.big.example,    RELAXED",
        "bücher.example,          xn--bcher-kva.example,  STRICT",
    })
    void anIdentifierIsTheAuthorsOrNot(String from, String domain, Alignment alignment) {
        DmarcResult result = alignment.counts() ? DmarcResult.PASS : DmarcResult.FAIL;
        DmarcOutcome bySignature = signed(from, domain);
        assertThat(bySignature.dkim()).containsExactly(alignment);
        assertThat(bySignature.result()).isEqualTo(result);
        DmarcOutcome bySpf = sentBy(from, domain);
        assertThat(bySpf.spf()).isEqualTo(alignment);
        assertThat(bySpf.result()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "reject.example,           reject.example,   P,  REJECT,     REJECT",
        "mail.reject.example,      reject.example,   P,  REJECT,     REJECT",
        "sub.example,              sub.example,      P,  REJECT,     REJECT",
        "there.sub.example,        sub.example,      SP, QUARANTINE, QUARANTINE",
        "nowhere.sub.example,      sub.example,      NP, NONE,       NONE",
        "nowhere.mild.example,     mild.example,     NP, REJECT,     REJECT",
        "test.example,             test.example,     P,  REJECT,     QUARANTINE",
        "x.test.example,           test.example,     P,  REJECT,     QUARANTINE",
        "x.big.example,            big.example,      P,  QUARANTINE, QUARANTINE",
        "x.apart.big.example,      apart.big.example,P,  REJECT,     REJECT",
    })
    void aMailThatFailsGetsThePolicyOfItsAuthor(
            String from,
            String published,
            Tag tag,
            Disposition requested,
            Disposition recommended) {
        DmarcOutcome outcome = signed(from);
        assertThat(outcome.result()).isEqualTo(DmarcResult.FAIL);
        DmarcPolicy policy = outcome.policy().orElseThrow();
        assertThat(policy.domain()).isEqualTo(published);
        assertThat(policy.tag()).isEqualTo(tag);
        assertThat(policy.requested()).isEqualTo(requested);
        assertThat(outcome.recommended()).isEqualTo(recommended);
    }

    @Test
    void oneSignatureOfManyIsEnough() {
        DmarcOutcome outcome = signed("reject.example", "list.example", "mail.reject.example");
        assertThat(outcome.result()).isEqualTo(DmarcResult.PASS);
        assertThat(outcome.recommended()).isEqualTo(Disposition.NONE);
        assertThat(outcome.dkim()).containsExactly(Alignment.NONE, Alignment.RELAXED);
        assertThat(outcome.reason())
                .isEqualTo("a signature of mail.reject.example vouches for reject.example");
    }

    @Test
    void withoutAPolicyThereIsNothingToKeep() {
        DmarcOutcome outcome = signed("none.example", "none.example");
        assertThat(outcome.result()).isEqualTo(DmarcResult.NONE);
        assertThat(outcome.fromDomain()).isEqualTo("none.example");
        assertThat(outcome.recommended()).isEqualTo(Disposition.NONE);
    }

    @Test
    void aRecordWithoutAReadablePolicyIsAPermanentError() {
        DmarcOutcome outcome = signed("broken.example", "broken.example");
        assertThat(outcome.result()).isEqualTo(DmarcResult.PERMERROR);
        assertThat(outcome.recommended()).isEqualTo(Disposition.NONE);
    }

    /// THREATS D03, D04: a pass that is only half one.
    @Test
    void whatIsNotAFullPassVouchesForNobody() {
        for (DkimOutcome half :
                List.of(
                        dkim(DkimResult.PASS, "reject.example", true),
                        dkim(DkimResult.POLICY, "reject.example", false),
                        dkim(DkimResult.FAIL, "reject.example", false),
                        dkim(DkimResult.NEUTRAL, "reject.example", false),
                        dkim(DkimResult.PASS, "", false))) {
            assertThat(
                            checker.check(
                                            header("From: a@reject.example"),
                                            spf(SpfResult.SOFTFAIL, "reject.example"),
                                            List.of(half))
                                    .result())
                    .as(half.toString())
                    .isEqualTo(DmarcResult.FAIL);
        }
    }

    /// RFC 9989 §4.4.2: DMARC knows the identity of MAIL FROM alone.
    @Test
    void theNameOfHeloVouchesForNobody() {
        SpfOutcome helo =
                new SpfOutcome(
                        SpfResult.PASS,
                        new SpfIdentity.Helo("mail.reject.example"),
                        "mail.reject.example",
                        "",
                        "",
                        "",
                        List.of());
        assertThat(checker.check(header("From: a@reject.example"), helo, List.of()).result())
                .isEqualTo(DmarcResult.FAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@slow.example",
                "a@sub.slow.example",
            })
    void troubleWithThePolicyIsTemporary(String from) {
        DmarcOutcome outcome = checker.check(header("From: " + from), NO_SPF, List.of());
        assertThat(outcome.result()).isEqualTo(DmarcResult.TEMPERROR);
        assertThat(outcome.recommended()).isEqualTo(Disposition.NONE);
        assertThat(outcome.reason()).contains("_dmarc.slow.example");
    }

    @Test
    void troubleThatCouldHaveHiddenAPassIsTemporary() {
        DmarcOutcome outcome = signed("own.halfslow.example", "halfslow.example");
        assertThat(outcome.result()).isEqualTo(DmarcResult.TEMPERROR);
        assertThat(signed("own.halfslow.example", "own.halfslow.example").result())
                .isEqualTo(DmarcResult.PASS);
        assertThat(signed("own.halfslow.example").result()).isEqualTo(DmarcResult.FAIL);
    }

    /// Whoever forges cannot turn a failure into an error of the DNS by a slow domain of his own.
    @Test
    void troubleOfStrangersChangesNothing() {
        assertThat(signed("reject.example", "evil.test").result()).isEqualTo(DmarcResult.FAIL);
        assertThat(signed("own.halfslow.example", "evil.test").result())
                .isEqualTo(DmarcResult.FAIL);
    }

    @Test
    void aKeyThatCouldNotBeHadIsTemporary() {
        DkimOutcome own = dkim(DkimResult.TEMPERROR, "reject.example", false);
        DkimOutcome foreign = dkim(DkimResult.TEMPERROR, "other.example", false);
        MessageHeader header = header("From: a@reject.example");
        assertThat(checker.check(header, NO_SPF, List.of(own)).result())
                .isEqualTo(DmarcResult.TEMPERROR);
        assertThat(checker.check(header, NO_SPF, List.of(foreign)).result())
                .isEqualTo(DmarcResult.FAIL);
        assertThat(
                        checker.check(
                                        header,
                                        spf(SpfResult.TEMPERROR, "mail.reject.example"),
                                        List.of())
                                .result())
                .isEqualTo(DmarcResult.TEMPERROR);
        assertThat(
                        checker.check(header, spf(SpfResult.PASS, "reject.example"), List.of(own))
                                .result())
                .isEqualTo(DmarcResult.PASS);
    }

    /// THREATS M09: none of these has one author, and the strictest policy of all is weighed.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: a@none.example, b@reject.example | reject.example | REJECT",
                "From: a@big.example\\r\\nFrom: b@reject.example | reject.example | REJECT",
                "From: a@reject.example\\r\\nFrom: b@reject.example | reject.example | REJECT",
                "From: list: a@none.example, b@big.example; | big.example | QUARANTINE",
                "From: a@reject.example, nobody | reject.example | REJECT",
                "From: <> | '' | NONE",
                "From: | '' | NONE",
                "From: undisclosed-recipients:; | '' | NONE",
                "From: a@[192.0.2.1] | '' | NONE",
                "From: just a name | '' | NONE",
                "From: <@reject.example> | '' | NONE",
                "To: a@reject.example | '' | NONE",
            })
    void aMailWithoutOneAuthorFails(String fields, String domain, Disposition recommended) {
        DmarcOutcome outcome =
                checker.check(
                        header(fields.replace("\\r\\n", "\r\n")),
                        spf(SpfResult.PASS, "reject.example"),
                        List.of(dkim(DkimResult.PASS, "none.example", false)));
        assertThat(outcome.result()).isEqualTo(DmarcResult.FAIL);
        assertThat(outcome.fromDomain()).isEqualTo(domain);
        assertThat(outcome.recommended()).isEqualTo(recommended);
        assertThat(outcome.isAligned()).isFalse();
    }

    /// What stands around an address, or looks like one, is not the author. THREATS M11.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a@reject.example",
                "From: <a@reject.example>",
                "From: \"b@none.example\" <a@reject.example>",
                "From: b@none.example <a@reject.example>",
                "From: (b@none.example) a@reject.example (c)",
                "From: a@(none.example)reject.example",
                "From: \"a@none.example\"@reject.example",
                "From: \"a, b\" <a@reject.example>",
                "From: <@none.example:a@reject.example>",
                "From: =?utf-8?q?b=40none.example?= <a@reject.example>",
                "From:\r\n\t\"x\"\r\n <a@reject.example>",
                "from : a@REJECT.example.",
                "From: a@reject.example, c@reject.example",
                "From: people: a@reject.example;",
                "From: <a@reject.example> ,",
                "From: 홍길동@reject.example",
            })
    void theAuthorIsTheAddressAndNothingElse(String field) {
        DmarcOutcome outcome = checker.check(header(field), NO_SPF, List.of());
        assertThat(outcome.fromDomain()).isEqualTo("reject.example");
        assertThat(outcome.recommended()).isEqualTo(Disposition.REJECT);
        assertThat(
                        checker.check(
                                        header(field),
                                        NO_SPF,
                                        List.of(dkim(DkimResult.PASS, "reject.example", false)))
                                .result())
                .isEqualTo(DmarcResult.PASS);
    }

    @Test
    void theWorkForOneMailIsBounded() {
        List<DkimOutcome> dkim = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            dkim.add(dkim(DkimResult.PASS, "a.b.c.d" + i + ".big.example", false));
        }
        DmarcOutcome outcome = checker.check(header("From: a@big.example"), NO_SPF, dkim);
        assertThat(outcome.result()).isEqualTo(DmarcResult.PASS);
        assertThat(resolver.asked()).isLessThanOrEqualTo(DmarcChecker.MAX_LOOKUPS + 1);
        StringBuilder authors = new StringBuilder("From: ");
        for (int i = 0; i < 1_000; i++) {
            authors.append("a@x").append(i).append(".reject.example, ");
        }
        int before = resolver.asked();
        assertThat(checker.check(header(authors.toString()), NO_SPF, List.of()).result())
                .isEqualTo(DmarcResult.FAIL);
        assertThat(resolver.asked() - before).isLessThanOrEqualTo(DmarcChecker.MAX_LOOKUPS + 1);
    }

    /// Fuzz: no From field and no outcome of others makes a check throw, and what passes is aligned.
    @Test
    void anyMailIsJudged() {
        long seed = 99;
        Random random = new Random(seed);
        String[] pieces = {
            "From:",
            "From : ",
            "\r\n",
            "\r\n ",
            "a@reject.example",
            "b@slow.example",
            "<",
            ">",
            "(",
            ")",
            "\"",
            ",",
            ";",
            ":",
            "@",
            "x@sub.big.example",
            "\\",
            "\u0000",
            "é",
            "[",
            "]",
            "=?",
            "a@xn--bcher-kva.example",
            "xn--",
            ".",
            ".."
        };
        String[] domains = {
            "reject.example", "mail.reject.example", "", "x", "slow.example", "a..b"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("From:");
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            DkimResult result = DkimResult.values()[random.nextInt(DkimResult.values().length)];
            String signer = domains[random.nextInt(domains.length)];
            try {
                DmarcOutcome outcome =
                        checker.check(
                                header(text.toString()),
                                NO_SPF,
                                List.of(dkim(result, signer, random.nextBoolean())));
                assertThat(outcome.result() == DmarcResult.PASS && !outcome.isAligned()).isFalse();
                assertThat(
                                outcome.recommended() == Disposition.NONE
                                        || outcome.result() == DmarcResult.FAIL)
                        .isTrue();
                assertThat(outcome.policy().isPresent() || outcome.result() != DmarcResult.PASS)
                        .isTrue();
            } catch (RuntimeException | AssertionError wrong) {
                throw new AssertionError("seed " + seed + ", round " + i + ": " + text, wrong);
            }
        }
    }
}
