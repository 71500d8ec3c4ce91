// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;

class SpfCheckerTest {
    private static final String CLIENT = "192.0.2.1";

    private static SpfOutcome check(String zone, String from) {
        return check(ZoneResolver.of(zone), from, CLIENT);
    }

    private static SpfOutcome check(Resolver zone, String from, String client) {
        return new SpfChecker(zone, SpfLimits.standard(), "mx.here.example", InstantSource.system())
                .check(
                        new SpfIdentity.MailFrom(Address.of(from)),
                        InetAddress.ofLiteral(client),
                        "client.example");
    }

    @Test
    void theReasonNamesTheTermAndTheRecord() {
        String zone =
                """
                example.org   TXT "v=spf1 include:spf.host.example -all"
                spf.host.example TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all"
                """;
        SpfOutcome fail = check(zone, "a@example.org");
        assertThat(fail.result()).isEqualTo(SpfResult.FAIL);
        assertThat(fail.domain()).isEqualTo("example.org");
        assertThat(fail.mechanism()).isEqualTo("-all");
        assertThat(fail.reason())
                .isEqualTo("192.0.2.1 is not allowed by \"-all\" in the SPF record of example.org");
        SpfOutcome pass = check(ZoneResolver.of(zone), "a@example.org", "2001:db8::5");
        assertThat(pass.result()).isEqualTo(SpfResult.PASS);
        assertThat(pass.mechanism()).isEqualTo("include:spf.host.example");
        assertThat(pass.reason())
                .isEqualTo(
                        "2001:db8::5 is allowed by \"include:spf.host.example\" in the SPF record of"
                                + " example.org, which comes to \"ip6:2001:db8::/32\" of"
                                + " spf.host.example");
    }

    @Test
    void theStepsTellEveryRecordTermAndTheCounts() {
        SpfOutcome outcome =
                check(
                        """
                        example.org   TXT "v=spf1 a include:spf.host.example redirect=z.example.org"
                        example.org   A 198.51.100.9
                        spf.host.example TXT "v=spf1 ip4:198.51.100.0/24 ~all"
                        z.example.org TXT "v=spf1 mx:none.example.org ?all"
                        """,
                        "a@example.org");
        assertThat(outcome.steps())
                .containsExactly(
                        "example.org: v=spf1 a include:spf.host.example redirect=z.example.org",
                        "  a: no match",
                        "  include:spf.host.example:",
                        "    spf.host.example: v=spf1 ip4:198.51.100.0/24 ~all",
                        "      ip4:198.51.100.0/24: no match",
                        "      ~all: match, softfail",
                        "  include:spf.host.example: no match",
                        "  redirect=z.example.org:",
                        "    z.example.org: v=spf1 mx:none.example.org ?all",
                        "      mx:none.example.org: no match",
                        "      ?all: match, neutral",
                        "DNS look-ups counted: 4 of 10, without a record: 1 of 2",
                        "neutral: 192.0.2.1 is neither allowed nor forbidden by \"?all\" in the SPF"
                                + " record of z.example.org");
    }

    @Test
    void theNullReversePathStandsForPostmasterAtHelo() {
        var identity = SpfChecker.mailFrom(ReversePath.NULL, "Mail.Example.Org");
        assertThat(identity).hasToString("mailfrom=postmaster@mail.example.org");
        assertThat(SpfChecker.mailFrom(ReversePath.NULL, "[192.0.2.1]"))
                .hasToString("mailfrom=postmaster@[192.0.2.1]");
        assertThat(SpfChecker.mailFrom(ReversePath.NULL, "\u0007 x"))
                .hasToString("mailfrom=postmaster@? x");
    }

    @Test
    void theNameOfHeloIsAnIdentityOfItsOwn() {
        var checker =
                new SpfChecker(
                        ZoneResolver.of(
                                "mail.example.org TXT \"v=spf1 a -all\"\n"
                                        + "mail.example.org A 192.0.2.1"),
                        SpfLimits.standard(),
                        "mx.here.example",
                        InstantSource.system());
        for (String helo : new String[] {"mail.example.org", "MAIL.example.ORG."}) {
            SpfOutcome outcome =
                    checker.check(new SpfIdentity.Helo(helo), InetAddress.ofLiteral(CLIENT), helo);
            assertThat(outcome.result()).isEqualTo(SpfResult.PASS);
            assertThat(outcome.identityWord()).isEqualTo("helo");
        }
        for (String helo : new String[] {"", "localhost", "[192.0.2.1]", "a..b", "\0", "한국"}) {
            SpfOutcome outcome =
                    checker.check(new SpfIdentity.Helo(helo), InetAddress.ofLiteral(CLIENT), helo);
            assertThat(outcome.result()).as(helo).isEqualTo(SpfResult.NONE);
        }
    }

    @Test
    void anInternationalDomainIsAskedForByItsALabels() {
        SpfOutcome outcome =
                check(
                        "xn--vv4b11d.kr TXT \"v=spf1 exists:%{d}.ok.example -all\"\n"
                                + "xn--vv4b11d.kr.ok.example A 127.0.0.1",
                        "a@예시.kr");
        assertThat(outcome.domain()).isEqualTo("xn--vv4b11d.kr");
        assertThat(outcome.result()).isEqualTo(SpfResult.PASS);
    }

    /// RFC 8616 §4.
    @Test
    void anInternationalLocalPartMatchesNoTermWithIt() {
        String zone =
                """
                example.org TXT "v=spf1 exists:%{l}.users.example.org -all exp=why.example.org"
                *.users.example.org A 127.0.0.2
                why.example.org TXT "no %{l}"
                """;
        assertThat(check(zone, "bob@example.org").result()).isEqualTo(SpfResult.PASS);
        SpfOutcome outcome = check(zone, "밥@example.org");
        assertThat(outcome.result()).isEqualTo(SpfResult.FAIL);
        assertThat(outcome.explanation()).isEqualTo("no ?");
    }

    @Test
    void aLocalPartMayHaveAnyOctets() {
        String zone =
                """
                example.org TXT "v=spf1 exists:%{l}.users.example.org -all"
                *.users.example.org A 127.0.0.2
                """;
        for (String local : new String[] {"\"a b\"", "a@b", "back\\slash", "q\"q", "a..b"}) {
            var address = new Address(local, Address.of("x@example.org").domain());
            SpfOutcome outcome =
                    new SpfChecker(
                                    ZoneResolver.of(zone),
                                    SpfLimits.standard(),
                                    "mx.here.example",
                                    InstantSource.system())
                            .check(
                                    new SpfIdentity.MailFrom(address),
                                    InetAddress.ofLiteral(CLIENT),
                                    "client.example");
            // An empty label is no name; all else is asked for as it is.
            assertThat(outcome.result())
                    .as(local)
                    .isEqualTo(local.contains("..") ? SpfResult.FAIL : SpfResult.PASS);
        }
    }

    /// THREATS D01
    @Test
    void theEleventhLookupIsNotMade() {
        String terms =
                IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "a:h" + i + ".example.org")
                        .collect(Collectors.joining(" "));
        String hosts =
                IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "h" + i + ".example.org A 198.51.100.1\n")
                        .collect(Collectors.joining());
        ZoneResolver zone =
                ZoneResolver.of("example.org TXT \"v=spf1 " + terms + " -all\"\n" + hosts);
        SpfOutcome outcome = check(zone, "a@example.org", CLIENT);
        assertThat(outcome.result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(outcome.reason())
                .isEqualTo(
                        "more than 10 DNS look-ups; the one too many is"
                                + " \"a:h11.example.org\" of example.org");
        assertThat(zone.asked()).isEqualTo(11); // the record and ten hosts
    }

    /// THREATS D01
    @Test
    void theThirdVoidLookupEndsIt() {
        ZoneResolver zone =
                ZoneResolver.of(
                        "example.org TXT \"v=spf1 a:1.example.org a:2.example.org a:3.example.org"
                                + " a:4.example.org -all\"");
        SpfOutcome outcome = check(zone, "a@example.org", CLIENT);
        assertThat(outcome.result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(outcome.reason()).contains("without a record", "A of 3.example.org");
        assertThat(zone.asked()).isEqualTo(4);
    }

    /// THREATS D01
    @Test
    void aThousandNamedIncludesAndALoopEnd() {
        String zone =
                IntStream.range(0, 1_000)
                        .mapToObj(i ->
                                "s%d.example TXT \"v=spf1 include:s%d.example -all\"\n"
                                        .formatted(i, i + 1))
                        .collect(Collectors.joining());
        ZoneResolver chain = ZoneResolver.of(zone);
        assertThat(check(chain, "a@s0.example", CLIENT).result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(chain.asked()).isEqualTo(11);
        ZoneResolver loop = ZoneResolver.of("l.example TXT \"v=spf1 redirect=l.example\"");
        assertThat(check(loop, "a@l.example", CLIENT).result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(loop.asked()).isEqualTo(11);
    }

    /// THREATS D01
    @Test
    void twoRecordsAreAnError() {
        SpfOutcome outcome =
                check(
                        """
                        example.org TXT "v=spf1 -all"
                        example.org TXT "v=spf1 +all"
                        """,
                        "a@example.org");
        assertThat(outcome.result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(outcome.reason())
                .isEqualTo("example.org has 2 SPF records where only one is allowed");
    }

    @Test
    void anErrorBehindTheMatchIsFoundFirst() {
        SpfOutcome outcome =
                check(
                        "example.org TXT \"v=spf1 ip4:192.0.2.1 ipv4:192.0.2.2 -all\"",
                        "a@example.org");
        assertThat(outcome.result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(outcome.reason())
                .isEqualTo(
                        "the SPF record of example.org is wrong: \"ipv4:192.0.2.2\" is no"
                                + " mechanism of SPF; ip4: is meant");
    }

    /// THREATS D08: the DNS out of order is never a permanent error.
    @Test
    void aDnsThatDoesNotAnswerIsATemporaryError() {
        assertThat(check("example.org TIMEOUT", "a@example.org").result())
                .isEqualTo(SpfResult.TEMPERROR);
        SpfOutcome inside =
                check(
                        """
                        example.org TXT "v=spf1 include:other.example -all"
                        other.example TXT "v=spf1 a:slow.example -all"
                        slow.example SERVFAIL
                        """,
                        "a@example.org");
        assertThat(inside.result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(inside.reason()).startsWith("the DNS did not answer for A of slow.example");
    }

    /// THREATS D08
    @Test
    void theTimeOfAllQuestionsTogetherIsBounded() {
        var clock = new AtomicLong();
        ZoneResolver zone =
                ZoneResolver.of(
                        IntStream.range(0, 9)
                                .mapToObj(i ->
                                        "s%d.example TXT \"v=spf1 include:s%d.example -all\"\n"
                                                .formatted(i, i + 1))
                                .collect(Collectors.joining()));
        Resolver slow =
                new Resolver() {
                    @Override
                    public <T> Lookup<T> look(Question<T> question) {
                        clock.addAndGet(Duration.ofSeconds(9).toMillis());
                        return zone.look(question);
                    }
                };
        SpfOutcome outcome =
                new SpfChecker(
                                slow,
                                SpfLimits.standard(),
                                "mx.here.example",
                                () -> Instant.ofEpochMilli(clock.get()))
                        .check(
                                new SpfIdentity.MailFrom(Address.of("a@s0.example")),
                                InetAddress.ofLiteral(CLIENT),
                                "client.example");
        assertThat(outcome.result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(outcome.reason()).isEqualTo("the DNS took longer than 20 seconds");
        assertThat(zone.asked()).isEqualTo(3);
    }

    /// THREATS D01, D08
    @Test
    void aHugeRecordIsReadInBoundedLines() {
        String huge = "v=spf1" + " ip4:198.51.100.7".repeat(3_000) + " -all";
        SpfOutcome outcome = check("example.org TXT \"" + huge + "\"", "a@example.org");
        assertThat(outcome.result()).isEqualTo(SpfResult.FAIL);
        assertThat(outcome.steps()).hasSizeLessThan(600);
        String macros = "v=spf1 exists:" + "%{s}".repeat(15_000) + ".example -all";
        assertThat(check("example.org TXT \"" + macros + "\"", "a@example.org").reason())
                .contains("longer than");
    }

    @Test
    void aPointerThatDoesNotLeadBackIsNoMatch() {
        String zone =
                """
                example.org TXT "v=spf1 ptr -all"
                1.2.0.192.in-addr.arpa PTR mail.example.org
                1.2.0.192.in-addr.arpa PTR forged.example.org
                forged.example.org A 198.51.100.1
                mail.example.org A %s
                """;
        assertThat(check(zone.formatted("192.0.2.1"), "a@example.org").result())
                .isEqualTo(SpfResult.PASS);
        assertThat(check(zone.formatted("192.0.2.2"), "a@example.org").result())
                .isEqualTo(SpfResult.FAIL);
        assertThat(
                        check(
                                        "example.org TXT \"v=spf1 ptr -all\"\n1.2.0.192.in-addr.arpa TIMEOUT",
                                        "a@example.org")
                                .result())
                .isEqualTo(SpfResult.FAIL);
    }

    @Test
    void theExplanationOfTheOwnerIsOneLineOfAscii() {
        String zone =
                """
                example.org TXT "v=spf1 -all exp=why.example.org"
                why.example.org TXT "%{c} may not send as %{s}, see http://example.org/?u=%{S} (%{r} %{t})"
                """;
        assertThat(check(zone, "a@example.org").explanation())
                .matches(
                        "192\\.0\\.2\\.1 may not send as a@example\\.org, see"
                                + " http://example\\.org/\\?u=a%40example\\.org \\(mx\\.here\\.example \\d+\\)");
        assertThat(
                        check(
                                        "example.org TXT \"v=spf1 -all exp=why.example.org\"\n"
                                                + "why.example.org TXT \""
                                                + "x".repeat(1_500)
                                                + "\"",
                                        "a@example.org")
                                .explanation())
                .hasSizeLessThan(410);
    }
}
