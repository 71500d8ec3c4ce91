// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Tlsa;
import org.pabal.dns.ZoneResolver;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsDemand.Level;
import org.pabal.mta.delivery.TlsPolicies.Answer;

/// Which mail exchangers DANE speaks of, and what it demands of them. RFC 7672 §2
final class DanePoliciesTest {
    private static final String HASH =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String LONGER = HASH + HASH;
    private static final Domain DOMAIN = Domain.parse("d.example").orElseThrow();

    /// Signed, but for `plain.example`.
    private static final String ZONE =
            """
            d.example SECURE
            d.example MX 10 mx.h.example
            h.example SECURE
            mx.h.example A 192.0.2.1
            """;

    /// What holds where DANE says nothing.
    private static final Answer ELSE = new Answer.Use(TlsDemand.byMx(Level.TESTING));

    private static Answer ask(String zone) {
        return ask(zone, "mx.h.example", ELSE);
    }

    private static Answer ask(String zone, String exchanger, Answer elsewhere) {
        return new DanePolicies(
                        ZoneResolver.of(zone),
                        25,
                        InstantSource.system(),
                        (domain, host) -> elsewhere)
                .ask(DOMAIN, exchanger);
    }

    private static String tlsa(String host, String data) {
        return "_25._tcp." + host + " TLSA " + data + "\n";
    }

    private static DaneCheck check(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Use.class);
        TlsDemand demand = ((Answer.Use) answer).demand();
        assertThat(demand.level()).isEqualTo(Level.VERIFIED);
        return (DaneCheck) demand.check().orElseThrow();
    }

    @Test
    void recordsThatDnssecVouchesForAreDemanded() {
        Answer answer = ask(ZONE + tlsa("mx.h.example", "3 1 1 " + HASH));
        assertThat(check(answer).records()).containsExactly(new Tlsa(3, 1, 1, HASH));
        assertThat(check(answer).names()).containsExactly("mx.h.example", "d.example");
        assertThat(((Answer.Use) answer).policy())
                .contains(
                        new TlsPolicy(
                                TlsPolicy.Type.TLSA,
                                "mx.h.example",
                                List.of("3 1 1 " + HASH),
                                List.of(),
                                Optional.empty()));
        assertThat(((Answer.Use) answer).demand().asked()).contains("mx.h.example");
    }

    /// The domain's MX, the host's addresses and its TLSA records each have to be vouched for.
    @Test
    void whatIsNotVouchedForDemandsNothing() {
        String records = tlsa("mx.h.example", "3 1 1 " + HASH);
        assertThat(ask(ZONE)).isSameAs(ELSE);
        assertThat(ask(ZONE + records + "d.example INSECURE\n")).isSameAs(ELSE);
        assertThat(ask(ZONE + records + "h.example INSECURE\n")).isSameAs(ELSE);
        assertThat(ask(ZONE + records + "_tcp.mx.h.example INSECURE\n")).isSameAs(ELSE);
        assertThat(ask(ZONE + tlsa("_tcp.mx.h.example", "3 1 1 " + HASH))).isSameAs(ELSE);
    }

    /// RFC 7672 §2.1.1: an attacker must not get DANE switched off by keeping answers from us.
    @Test
    void whatCannotBeLookedUpIsNotKnown() {
        for (String fault :
                List.of(
                        "d.example MX SERVFAIL",
                        "mx.h.example TIMEOUT",
                        "_25._tcp.mx.h.example TLSA SERVFAIL",
                        "_25._tcp.mx.h.example TLSA TIMEOUT")) {
            assertThat(ask(ZONE + tlsa("mx.h.example", "3 1 1 " + HASH) + fault + "\n"))
                    .as(fault)
                    .isInstanceOf(Answer.Unknown.class);
        }
        Answer refuted = ask(ZONE + "_25._tcp.mx.h.example TLSA BOGUS\n");
        assertThat(((Answer.Unknown) refuted).policy().orElseThrow().trouble().orElseThrow().kind())
                .isEqualTo(TlsFailure.Kind.DNSSEC_INVALID);
    }

    /// A name server that fails over AAAA does no harm while the addresses found are vouched for; in
    /// a zone that is not signed nobody is asked for TLSA, as many fail over that.
    @Test
    void halfAnAnswerIsEnough() {
        String records = tlsa("mx.h.example", "3 1 1 " + HASH);
        assertThat(check(ask(ZONE + records + "mx.h.example AAAA SERVFAIL\n")).records())
                .hasSize(1);
        assertThat(ask(ZONE + "h.example INSECURE\n" + "_25._tcp.mx.h.example TLSA SERVFAIL\n"))
                .isSameAs(ELSE);
    }

    /// RFC 7672 §2.2.2.
    @Test
    void recordsStandWhereTheAliasLeadsOrWithTheAlias() {
        String aliased =
                """
                d.example SECURE
                d.example MX 10 mx.d.example
                mx.d.example CNAME host.h.example
                h.example SECURE
                host.h.example A 192.0.2.1
                """;
        String own = tlsa("mx.d.example", "3 1 1 " + HASH);
        String end = tlsa("host.h.example", "2 0 1 " + HASH);
        Answer atEnd = ask(aliased + own + end, "mx.d.example", ELSE);
        assertThat(check(atEnd).records().getFirst().usage()).isEqualTo(2);
        assertThat(check(atEnd).names()).containsExactly("host.h.example", "d.example");
        assertThat(((Answer.Use) atEnd).demand().asked()).contains("host.h.example");
        Answer atAlias = ask(aliased + own, "mx.d.example", ELSE);
        assertThat(check(atAlias).names()).containsExactly("mx.d.example", "d.example");
        // Into a zone that is not signed: with the alias alone.
        Answer plain = ask(aliased + own + end + "h.example INSECURE\n", "mx.d.example", ELSE);
        assertThat(check(plain).names().getFirst()).isEqualTo("mx.d.example");
        assertThat(ask(aliased + end + "h.example INSECURE\n", "mx.d.example", ELSE))
                .isSameAs(ELSE);
        assertThat(
                        ask(
                                aliased + own + "h.example INSECURE\nmx.d.example CNAME SERVFAIL\n",
                                "mx.d.example",
                                ELSE))
                .isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void domainWithoutMxIsItsOwnExchanger() {
        Answer answer =
                ask(
                        "d.example SECURE\nd.example A 192.0.2.1\n"
                                + tlsa("d.example", "3 1 1 " + HASH),
                        "d.example",
                        ELSE);
        assertThat(check(answer).names()).containsExactly("d.example");
    }

    /// RFC 7672 §2.2.1: the name where the domain's aliases lead may stand in the certificate too.
    @Test
    void aliasOfTheDomainIsAName() {
        Answer answer =
                ask(
                        """
                        d.example SECURE
                        d.example CNAME other.h.example
                        h.example SECURE
                        other.h.example MX 10 mx.h.example
                        mx.h.example A 192.0.2.1
                        """
                                + tlsa("mx.h.example", "2 0 1 " + HASH));
        assertThat(check(answer).names())
                .containsExactly("mx.h.example", "d.example", "other.h.example");
    }

    /// RFC 7672 §3.1.3 and §2.2: TLS there must be, whoever the certificate names.
    @Test
    void recordsThatAreOfNoUseDemandTls() {
        for (String data :
                List.of(
                        "0 0 1 " + HASH,
                        "1 1 1 " + HASH,
                        "255 1 1 " + HASH,
                        "3 2 1 " + HASH,
                        "3 1 3 " + HASH,
                        "3 1 1 e3b0",
                        "3 1 2 " + HASH)) {
            Answer answer = ask(ZONE + tlsa("mx.h.example", data));
            assertThat(answer).as(data).isInstanceOf(Answer.Use.class);
            Answer.Use use = (Answer.Use) answer;
            assertThat(use.demand().level()).isEqualTo(Level.ENCRYPTED);
            assertThat(use.policy().orElseThrow().trouble().orElseThrow().kind())
                    .isEqualTo(TlsFailure.Kind.TLSA_INVALID);
        }
        Answer verified = new Answer.Use(TlsDemand.verified());
        assertThat(ask(ZONE + tlsa("mx.h.example", "1 1 1 " + HASH), "mx.h.example", verified))
                .as("what another policy demands beyond that stays")
                .isSameAs(verified);
    }

    /// RFC 7671 §9.
    @Test
    void strongestDigestCounts() {
        Answer answer =
                ask(
                        ZONE
                                + tlsa("mx.h.example", "3 1 1 " + HASH)
                                + tlsa("mx.h.example", "3 1 2 " + LONGER)
                                + tlsa("mx.h.example", "3 0 1 " + HASH)
                                + tlsa("mx.h.example", "3 1 0 " + HASH)
                                + tlsa("mx.h.example", "0 1 2 " + LONGER));
        assertThat(check(answer).records())
                .containsExactlyInAnyOrder(
                        new Tlsa(3, 1, 2, LONGER),
                        new Tlsa(3, 0, 1, HASH),
                        new Tlsa(3, 1, 0, HASH));
    }

    @Test
    void exchangerThatTheRecordsDoNotNameIsNotUsed() {
        assertThat(ask(ZONE, "evil.example", ELSE)).isInstanceOf(Answer.Unknown.class);
    }
}
