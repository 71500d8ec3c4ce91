// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.dns.FakeNameServer.Place;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Lookup;
import org.pabal.dns.Resolver.Security;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What DNSSEC says of an answer: by our own validation, and by the AD bit of others.
class DnssecTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final DnsLimits LIMITS =
            new DnsLimits(
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5),
                    Duration.ofHours(24),
                    Duration.ZERO,
                    1000);

    private static final DnsLimits IMPATIENT =
            new DnsLimits(
                    Duration.ofMillis(20),
                    Duration.ofSeconds(2),
                    Duration.ofHours(24),
                    Duration.ZERO,
                    1000);

    private final SignedZones zones =
            new SignedZones(NOW)
                    .zone(".", DNSSEC.Algorithm.RSASHA256)
                    .zone("org.", DNSSEC.Algorithm.ECDSAP256SHA256)
                    .zone(
                            "example.org.",
                            DNSSEC.Algorithm.ED25519,
                            "example.org. MX 10 mx.example.org.",
                            "mx.example.org. A 192.0.2.1",
                            "in.example.org. CNAME mx.example.org.",
                            "out.example.org. CNAME mx.plain.org.",
                            "_25._tcp.mx.example.org. TLSA 3 1 1 "
                                    + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                    .zone("plain.org.", 0, "mx.plain.org. A 192.0.2.2");
    private final String anchor = zones.sign();
    private final List<FakeNameServer> servers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (FakeNameServer server : servers) {
            server.close();
        }
    }

    private Resolver validating(UnaryOperator<Message> fiddling) throws IOException {
        return validating(fiddling, NOW);
    }

    private Resolver validating(UnaryOperator<Message> fiddling, Instant now) throws IOException {
        return validating(fiddling, now, LIMITS);
    }

    private Resolver validating(UnaryOperator<Message> fiddling, Instant now, DnsLimits limits)
            throws IOException {
        FakeNameServer server =
                new FakeNameServer(query ->
                        Optional.ofNullable(fiddling.apply(zones.answer(query)))
                                .map(Message::toWire));
        servers.add(server);
        return new DnsResolver(
                List.of(server.address()), limits, new Dnssec.Validate(anchor, () -> now));
    }

    private Resolver validating() throws IOException {
        return validating(UnaryOperator.identity());
    }

    @Test
    void chainOfTrustMakesAnswersSecure() throws Exception {
        Resolver resolver = validating();
        assertThat(resolver.look(Question.a("mx.example.org")))
                .isEqualTo(
                        new Lookup<>(
                                new Answer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1"))),
                                Security.SECURE,
                                "mx.example.org"));
        assertThat(resolver.look(Question.mx("example.org")).isSecure()).isTrue();
        assertThat(resolver.look(Question.tlsa("_25._tcp.mx.example.org")).isSecure()).isTrue();
        Lookup<InetAddress> alias = resolver.look(Question.a("in.example.org"));
        assertThat(alias.isSecure()).isTrue();
        assertThat(alias.canonical()).isEqualTo("mx.example.org");
    }

    @Test
    void absenceIsProved() throws Exception {
        Resolver resolver = validating();
        assertThat(resolver.look(Question.aaaa("mx.example.org")))
                .isEqualTo(new Lookup<>(new Answer.NoData<>(), Security.SECURE, "mx.example.org"));
        assertThat(resolver.look(Question.tlsa("_25._tcp.none.example.org")))
                .isEqualTo(
                        new Lookup<>(
                                new Answer.NoSuchName<>(),
                                Security.SECURE,
                                "_25._tcp.none.example.org"));
    }

    @Test
    void zoneThatIsNotSignedIsInsecure() throws Exception {
        Resolver resolver = validating();
        assertThat(resolver.look(Question.a("mx.plain.org")).answer())
                .isInstanceOf(Answer.Found.class);
        assertThat(resolver.look(Question.a("mx.plain.org")).security())
                .isEqualTo(Security.INSECURE);
        assertThat(resolver.look(Question.a("no.plain.org")))
                .isEqualTo(
                        new Lookup<>(new Answer.NoSuchName<>(), Security.INSECURE, "no.plain.org"));
        Lookup<InetAddress> alias = resolver.look(Question.a("out.example.org"));
        assertThat(alias.answer()).isInstanceOf(Answer.Found.class);
        assertThat(alias.security()).isEqualTo(Security.INSECURE);
        assertThat(resolver.look(Question.cname("out.example.org")).isSecure()).isTrue();
    }

    @Test
    void forgedAnswerIsRefuted() throws Exception {
        bogus(
                validating(response -> {
                    Record forged = FakeNameServer.parse("mx.example.org 300 A 192.0.2.66");
                    return replacing(response, Type.A, forged);
                }));
        bogus(validating(response -> without(response, Type.RRSIG, Type.A)));
        bogus(validating(UnaryOperator.identity(), NOW.plus(Duration.ofDays(2))));
        bogus(validating(UnaryOperator.identity(), NOW.minus(Duration.ofDays(2))));
    }

    /// Who takes TLSA records out of the answers takes DANE away.
    @Test
    void forgedAbsenceIsRefuted() throws Exception {
        UnaryOperator<Message> taking =
                response -> {
                    if (response.getQuestion().getType() != Type.TLSA) {
                        return response;
                    }
                    Message empty = new Message(response.getHeader().getID());
                    empty.getHeader().setFlag(Flags.QR);
                    empty.getHeader().setFlag(Flags.RA);
                    empty.addRecord(response.getQuestion(), Section.QUESTION);
                    return empty;
                };
        Lookup<Tlsa> lookup = validating(taking).look(Question.tlsa("_25._tcp.mx.example.org"));
        assertThat(lookup.answer()).isInstanceOf(Answer.Failed.class);
    }

    /// Keys that do not come must not make the answer one that nobody signed.
    @Test
    void keysThatDoNotComeAreAFailure() throws Exception {
        for (int kept : List.of(Type.DNSKEY, Type.DS)) {
            UnaryOperator<Message> silent =
                    response -> response.getQuestion().getType() == kept ? null : response;
            for (Question<?> question :
                    List.of(
                            Question.a("mx.example.org"),
                            Question.aaaa("mx.example.org"),
                            Question.tlsa("_25._tcp.none.example.org"),
                            Question.a("mx.plain.org"))) {
                assertThat(validating(silent, NOW, IMPATIENT).look(question).answer())
                        .as("without %s: %s", Type.string(kept), question)
                        .isInstanceOf(Answer.Failed.class);
            }
        }
    }

    @Test
    void keysAreRememberedOnceTheyHaveProvedSomething() throws Exception {
        Resolver resolver = validating();
        resolver.look(Question.a("mx.example.org"));
        int asked = servers.getFirst().asked.get();
        assertThat(asked).isEqualTo(6); // A; DNSKEY of three zones, DS of two
        resolver.look(Question.mx("example.org"));
        assertThat(servers.getFirst().asked).hasValue(asked + 1);
    }

    @Test
    void keysThatProvedNothingAreNotRemembered() throws Exception {
        var lying = new java.util.concurrent.atomic.AtomicBoolean(true);
        Resolver resolver =
                validating(response ->
                        lying.get() ? without(response, Type.RRSIG, Type.DNSKEY) : response);
        bogus(resolver);
        lying.set(false);
        assertThat(resolver.look(Question.a("mx.example.org")).isSecure()).isTrue();
    }

    @Test
    void anchorsThatAreNoneAreErrors() {
        for (String wrong : List.of("", "; nothing\n", "example.org. A 192.0.2.1", "rubbish")) {
            assertThatThrownBy(() ->
                            new DnsResolver(
                                    NameServers.ofSystem(),
                                    LIMITS,
                                    new Dnssec.Validate(wrong, () -> NOW)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        new DnsResolver(
                NameServers.ofSystem(),
                LIMITS,
                new Dnssec.Validate(Dnssec.rootAnchors(), () -> NOW));
    }

    /// RFC 6840 §5.8.
    @Test
    void adBitIsBelievedFromWhoIsTrusted() throws Exception {
        FakeNameServer server =
                new FakeNameServer(query -> {
                    assertThat(query.getHeader().getFlag(Flags.AD)).isTrue();
                    assertThat(query.getOPT().getFlags()).isZero();
                    byte[] response =
                            FakeNameServer.response(
                                    query, Rcode.NOERROR, Place.ANSWER, "e.org 300 A 192.0.2.1");
                    response[3] |= 0x20;
                    return Optional.of(response);
                });
        servers.add(server);
        assertThat(
                        new DnsResolver(
                                        List.of(server.address()),
                                        LIMITS,
                                        new Dnssec.TrustAd(Set.of()))
                                .look(Question.a("e.org"))
                                .isSecure())
                .isTrue();
        assertThat(new Dnssec.TrustAd(Set.of()).trusts(InetAddress.ofLiteral("192.0.2.53")))
                .isFalse();
        assertThat(
                        new Dnssec.TrustAd(Set.of(InetAddress.ofLiteral("192.0.2.53")))
                                .trusts(InetAddress.ofLiteral("192.0.2.53")))
                .isTrue();
    }

    @Test
    void adBitIsNothingWithDnssecOff() throws Exception {
        FakeNameServer server =
                new FakeNameServer(query -> {
                    assertThat(query.getHeader().getFlag(Flags.AD)).isFalse();
                    byte[] response =
                            FakeNameServer.response(
                                    query, Rcode.NOERROR, Place.ANSWER, "e.org 300 A 192.0.2.1");
                    response[3] |= 0x20;
                    return Optional.of(response);
                });
        servers.add(server);
        assertThat(
                        new DnsResolver(List.of(server.address()), LIMITS, new Dnssec.Off())
                                .look(Question.a("e.org"))
                                .isSecure())
                .isFalse();
    }

    /// RFC 8914.
    @Test
    void whatAnotherRefutesIsBogusIfItSaysSo() throws Exception {
        FakeNameServer server =
                new FakeNameServer(query -> {
                    Message response = new Message(query.getHeader().getID());
                    response.getHeader().setFlag(Flags.QR);
                    response.getHeader().setRcode(Rcode.SERVFAIL);
                    response.addRecord(query.getQuestion(), Section.QUESTION);
                    List<EDNSOption> options =
                            List.of(
                                    new ExtendedErrorCodeOption(
                                            ExtendedErrorCodeOption.SIGNATURE_EXPIRED, "old"));
                    response.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
                    return Optional.of(response.toWire());
                });
        servers.add(server);
        Lookup<InetAddress> lookup =
                new DnsResolver(List.of(server.address()), LIMITS, new Dnssec.TrustAd(Set.of()))
                        .look(Question.a("e.org"));
        assertThat(lookup.security()).isEqualTo(Security.BOGUS);
        assertThat(lookup.answer()).isInstanceOf(Answer.Failed.class);
    }

    private static void bogus(Resolver resolver) {
        Lookup<InetAddress> lookup = resolver.look(Question.a("mx.example.org"));
        assertThat(lookup.answer())
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("DNSSEC: "));
        assertThat(lookup.security()).isEqualTo(Security.BOGUS);
    }

    private static Message replacing(Message response, int type, Record other) {
        return rebuilt(response, one -> one.getType() == type ? other : one);
    }

    /// Without signatures of one type of records.
    private static Message without(Message response, int type, int covered) {
        return rebuilt(
                response,
                one ->
                        one.getType() == type && one.getRRsetType() == covered
                                ? FakeNameServer.parse("other.example.org 1 TXT gone")
                                : one);
    }

    private static Message rebuilt(Message response, UnaryOperator<Record> change) {
        Message rebuilt = new Message(response.getHeader().getID());
        rebuilt.getHeader().setFlag(Flags.QR);
        rebuilt.getHeader().setFlag(Flags.RA);
        rebuilt.getHeader().setRcode(response.getRcode());
        rebuilt.addRecord(response.getQuestion(), Section.QUESTION);
        for (int section : List.of(Section.ANSWER, Section.AUTHORITY)) {
            response.getSection(section)
                    .forEach(one -> {
                        Record changed = change.apply(one);
                        if (changed.getType() != Type.TXT) {
                            rebuilt.addRecord(changed, section);
                        }
                    });
        }
        return rebuilt;
    }
}
