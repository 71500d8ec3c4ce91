// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dmarc.Alignment;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.dmarc.DmarcPolicy;
import org.pabal.mailauth.dmarc.DmarcRecord;
import org.pabal.mailauth.dmarc.DmarcResult;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.smtp.Verdict;

/// The decision as a table. THREATS D02, M09.
class WeighingTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("209.85.128.52");
    private static final Allowance KNOWN =
            new Allowance(Allowance.Kind.DECLARED_FORWARDER, "forwarder x (declared)", "detail");

    /// `reply` is the code, or `250`; then what is applied.
    @ParameterizedTest
    @CsvSource({
        // spf, dkim, dmarc, policy, forwarder known -> reply, applied
        "PASS, none, PASS, REJECT, no, 250, NONE",
        "FAIL, none, NONE, none, no, 250, NONE",
        "SOFTFAIL, none, NONE, none, no, 250, NONE",
        "PERMERROR, none, NONE, none, no, 250, NONE",
        "TEMPERROR, none, NONE, none, no, 250, NONE",
        "FAIL, author, PASS, REJECT, no, 250, NONE",
        "FAIL, other, FAIL, REJECT, no, 550 5.7.26, REJECT",
        "FAIL, none, FAIL, REJECT, no, 550 5.7.26, REJECT",
        "FAIL, none, FAIL, REJECT, yes, 250, NONE",
        "FAIL, none, FAIL, QUARANTINE, no, 250, QUARANTINE",
        "FAIL, none, FAIL, QUARANTINE, yes, 250, NONE",
        "FAIL, none, FAIL, NONE, no, 250, NONE",
        "PASS, none, FAIL, REJECT, no, 550 5.7.26, REJECT",
        "FAIL, none, TEMPERROR, REJECT, no, 451 4.7.0, REJECT",
        "FAIL, none, TEMPERROR, none, no, 451 4.7.0, REJECT",
        "FAIL, none, TEMPERROR, QUARANTINE, no, 250, NONE",
        "FAIL, none, TEMPERROR, none, yes, 250, NONE",
        "FAIL, author, TEMPERROR, none, no, 250, NONE",
        "FAIL, none, PERMERROR, REJECT, no, 250, NONE",
    })
    void whatIsFoundDecides(
            SpfResult spf,
            String dkim,
            DmarcResult dmarc,
            String policy,
            String forwarder,
            String reply,
            Disposition applied) {
        Judgement judgement =
                judge(AuthenticationRules.defaults("d"), spf, dkim, dmarc, policy, forwarder);
        assertThat(reply(judgement)).isEqualTo(reply);
        assertThat(judgement.applied()).isEqualTo(applied);
        assertThat(judgement.allowance().isPresent()).isEqualTo(forwarder.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource({
        "MARK, FAIL, REJECT, 250, QUARANTINE",
        "MARK, TEMPERROR, none, 250, NONE",
        "OFF, FAIL, REJECT, 250, NONE",
        "OFF, TEMPERROR, none, 250, NONE",
    })
    void dmarcMayBeMilder(
            AuthenticationRules.Dmarc mode,
            DmarcResult dmarc,
            String policy,
            String reply,
            Disposition applied) {
        Judgement judgement =
                judge(
                        AuthenticationRules.defaults("d").with(mode),
                        SpfResult.FAIL,
                        "none",
                        dmarc,
                        policy,
                        "no");
        assertThat(reply(judgement)).isEqualTo(reply);
        assertThat(judgement.applied()).isEqualTo(applied);
    }

    /// The settings of policyd-spf, at the end of the content.
    @ParameterizedTest
    @CsvSource({
        "FAIL, FAIL, none, no, 550 5.7.23",
        "FAIL, SOFTFAIL, none, no, 250",
        "SOFTFAIL, SOFTFAIL, none, no, 550 5.7.23",
        "NOT_PASS, NEUTRAL, none, no, 550 5.7.23",
        "NOT_PASS, NONE, none, no, 250",
        "FAIL_OF_NULL, FAIL, none, no, 250",
        "FAIL, FAIL, author, no, 250",
        "FAIL, FAIL, other, no, 550 5.7.23",
        "FAIL, FAIL, none, yes, 250",
        "FAIL, PERMERROR, none, no, 550 5.7.24",
        "FAIL, TEMPERROR, none, no, 451 4.7.24",
        "NONE, PERMERROR, none, no, 250",
        "NONE, TEMPERROR, none, no, 250",
    })
    void theOperatorMayObeySpf(
            SpfRules.Refused refused, SpfResult spf, String dkim, String forwarder, String reply) {
        SpfRules rules =
                new SpfRules(
                        SpfRules.Refused.NONE,
                        refused,
                        SpfRules.When.CONTENT,
                        SpfRules.PermError.REJECT,
                        SpfRules.TempError.DEFER,
                        java.util.Set.of(),
                        SpfRules.Receiver.SHOWN);
        Judgement judgement =
                judge(
                        AuthenticationRules.defaults("d").with(rules),
                        spf,
                        dkim,
                        DmarcResult.NONE,
                        "none",
                        forwarder);
        assertThat(reply(judgement)).isEqualTo(reply);
    }

    @Test
    void someDomainsMustPass() {
        SpfRules usual = SpfRules.defaults();
        SpfRules rules =
                new SpfRules(
                        usual.helo(),
                        usual.mailFrom(),
                        usual.when(),
                        usual.permError(),
                        usual.tempError(),
                        java.util.Set.of("a.example"),
                        usual.receiver());
        AuthenticationRules all = AuthenticationRules.defaults("d").with(rules);
        assertThat(reply(judge(all, SpfResult.NEUTRAL, "none", DmarcResult.NONE, "none", "no")))
                .isEqualTo("550 5.7.23");
        assertThat(reply(judge(all, SpfResult.PASS, "none", DmarcResult.NONE, "none", "no")))
                .isEqualTo("250");
    }

    @Test
    void aTestRefusesNothing() {
        Judgement judgement =
                judge(
                        AuthenticationRules.defaults("d").with(AuthenticationRules.Mode.TEST),
                        SpfResult.FAIL,
                        "none",
                        DmarcResult.FAIL,
                        "REJECT",
                        "no");
        assertThat(reply(judgement)).isEqualTo("250");
        assertThat(judgement.applied()).isEqualTo(Disposition.NONE);
        assertThat(judgement.said()).startsWith("test: refused otherwise: ");
    }

    /// M09: a forwarder does not outweigh that nobody is named.
    @Test
    void withoutAnAuthorNoForwarderHelps() {
        AuthenticationRules rules =
                AuthenticationRules.defaults("d").with(AuthenticationRules.BadAuthor.REJECT);
        assertThat(reply(judge(rules, SpfResult.PASS, "none", DmarcResult.FAIL, "none", "yes")))
                .isEqualTo("550 5.7.1");
        AuthenticationRules accept = rules.with(AuthenticationRules.BadAuthor.ACCEPT);
        assertThat(reply(judge(accept, SpfResult.PASS, "none", DmarcResult.FAIL, "none", "no")))
                .isEqualTo("250");
        assertThat(
                        judge(
                                        AuthenticationRules.defaults("d"),
                                        SpfResult.PASS,
                                        "none",
                                        DmarcResult.FAIL,
                                        "none",
                                        "no")
                                .applied())
                .isEqualTo(Disposition.QUARANTINE);
    }

    @Test
    void forwardersAreAskedOnlyWhenSomethingSpeaksAgainstTheMail() {
        AtomicInteger asked = new AtomicInteger();
        Weighing weighing = new Weighing(AuthenticationRules.defaults("d"));
        weighing.judge(
                findings(SpfResult.FAIL, "author", DmarcResult.PASS, "REJECT"),
                () -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                });
        assertThat(asked).hasValue(0);
    }

    /// Whatever a sender puts into names and reasons, a reply is lines of printable ASCII.
    @Test
    void repliesAreOfPrintableAscii() {
        Judgement judgement =
                judge(
                        AuthenticationRules.defaults("d"),
                        SpfResult.FAIL,
                        "h\u00e9\r\n250 ok" + "x".repeat(5_000),
                        DmarcResult.FAIL,
                        "REJECT",
                        "no");
        assertThat(judgement.verdict())
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refusal ->
                                assertThat(refusal.reply().lines())
                                        .allMatch(line -> line.matches("[ -~]{1,400}")));
    }

    private static Judgement judge(
            AuthenticationRules rules,
            SpfResult spf,
            String dkim,
            DmarcResult dmarc,
            String policy,
            String forwarder) {
        return new Weighing(rules)
                .judge(
                        findings(spf, dkim, dmarc, policy),
                        () -> forwarder.equals("yes") ? Optional.of(KNOWN) : Optional.empty());
    }

    private static String reply(Judgement judgement) {
        return judgement.verdict() instanceof Verdict.Refuse refusal
                ? refusal.reply().code() + " " + refusal.reply().status().orElseThrow()
                : "250";
    }

    private static Findings findings(SpfResult spf, String dkim, DmarcResult dmarc, String policy) {
        Address sender = Address.of("a@a.example");
        SpfOutcome mailFrom =
                new SpfOutcome(
                        spf,
                        new SpfIdentity.MailFrom(sender),
                        "a.example",
                        "-all",
                        "why",
                        "",
                        List.of());
        SpfOutcome helo =
                new SpfOutcome(
                        SpfResult.NONE,
                        new SpfIdentity.Helo("mx.x.example"),
                        "mx.x.example",
                        "",
                        "",
                        "",
                        List.of());
        boolean aligned = dkim.equals("author");
        List<DkimOutcome> signatures =
                dkim.equals("none") ? List.of() : List.of(signature(dkim, aligned));
        Optional<DmarcPolicy> found =
                policy.equals("none") ? Optional.empty() : Optional.of(policy(policy));
        return new Findings(
                new SendingClient(CLIENT, "mx.x.example", new ReversePath.To(sender)),
                Optional.empty(),
                helo,
                mailFrom,
                signatures,
                ArcOutcome.none(),
                new DmarcOutcome(
                        dmarc,
                        "a.example",
                        found,
                        dmarc == DmarcResult.FAIL
                                ? found.map(DmarcPolicy::recommended).orElse(Disposition.NONE)
                                : Disposition.NONE,
                        Alignment.NONE,
                        signatures.stream()
                                .map(_ -> aligned ? Alignment.STRICT : Alignment.NONE)
                                .toList(),
                        "the reason"));
    }

    private static DkimOutcome signature(String whose, boolean aligned) {
        String domain =
                switch (whose) {
                    case "author" -> "a.example";
                    case "other" -> "x.example";
                    default -> whose;
                };
        return new DkimOutcome(
                aligned || whose.equals("other") ? DkimResult.PASS : DkimResult.FAIL,
                domain,
                "s",
                "@" + domain,
                "rsa-sha256",
                2048,
                aligned ? "" : whose,
                false,
                "abcdefgh",
                "00");
    }

    private static DmarcPolicy policy(String word) {
        DmarcRecord record =
                DmarcRecord.parse("v=DMARC1; p=" + word.toLowerCase(java.util.Locale.ROOT))
                        .orElseThrow();
        return new DmarcPolicy("a.example", record, "", DmarcPolicy.Tag.P, record.p());
    }
}
