// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.dns.FakeNameServer.Place;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsResolverTest {

    private static final DnsLimits LIMITS =
            new DnsLimits(
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5),
                    Duration.ofHours(24),
                    Duration.ofSeconds(10),
                    100);
    private static final DnsLimits IMPATIENT =
            new DnsLimits(
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofHours(24),
                    Duration.ZERO,
                    100);

    private final List<FakeNameServer> servers = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void close() throws IOException {
        for (FakeNameServer server : servers) {
            server.close();
        }
    }

    private FakeNameServer server(Function<Message, Optional<byte[]>> answer) throws IOException {
        FakeNameServer server = new FakeNameServer(answer);
        servers.add(server);
        return server;
    }

    private static Function<Message, Optional<byte[]>> saying(String... records) {
        return query ->
                Optional.of(FakeNameServer.response(query, Rcode.NOERROR, Place.ANSWER, records));
    }

    private static Function<Message, Optional<byte[]>> refusing(int rcode) {
        return query -> Optional.of(FakeNameServer.response(query, rcode, Place.ANSWER));
    }

    private DnsResolver resolver(DnsLimits limits, FakeNameServer... asked) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (FakeNameServer server : asked) {
            addresses.add(server.address());
        }
        return new DnsResolver(addresses, limits, new Dnssec.Off(), nanos::get);
    }

    @Test
    void exchangersComeByPreference() throws Exception {
        FakeNameServer server =
                server(
                        saying(
                                "example.org 300 MX 20 c.example.org.",
                                "example.org 300 MX 10 A.example.org.",
                                "example.org 300 MX 5 b.example.org."));
        assertThat(resolver(LIMITS, server).mx("example.org"))
                .isEqualTo(
                        new Answer.Found<>(
                                List.of(
                                        new MailExchanger(5, "b.example.org"),
                                        new MailExchanger(10, "a.example.org"),
                                        new MailExchanger(20, "c.example.org"))));
    }

    /// THREATS D10, RFC 7505.
    @Test
    void nullMxIsADot() throws Exception {
        assertThat(resolver(LIMITS, server(saying("e.org 300 MX 0 ."))).mx("e.org"))
                .isEqualTo(new Answer.Found<>(List.of(new MailExchanger(0, "."))));
        assertThat(
                        resolver(LIMITS, server(saying("e.org 300 MX 0 .", "e.org 300 MX 5 a.")))
                                .mx("e.org"))
                .isEqualTo(new Answer.Found<>(List.of(new MailExchanger(5, "a"))));
    }

    @Test
    void absenceOfNameAndOfDataDiffer() throws Exception {
        assertThat(resolver(LIMITS, server(refusing(Rcode.NXDOMAIN))).mx("no.example"))
                .isEqualTo(new Answer.NoSuchName<>());
        assertThat(resolver(LIMITS, server(saying())).mx("empty.example"))
                .isEqualTo(new Answer.NoData<>());
        assertThat(resolver(LIMITS, server(saying())).addresses("empty.example"))
                .isEqualTo(new Answer.NoData<>());
    }

    /// THREATS D08.
    @Test
    void faultsAreTemporary() throws Exception {
        for (int rcode : List.of(Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP)) {
            assertThat(resolver(LIMITS, server(refusing(rcode))).mx("e.org"))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.reason()).contains(Rcode.string(rcode)));
        }
        assertThat(resolver(IMPATIENT, server(_ -> Optional.empty())).mx("e.org"))
                .isInstanceOf(Answer.Failed.class);
        assertThat(resolver(IMPATIENT, server(_ -> Optional.of(new byte[] {1, 2}))).mx("e.org"))
                .isInstanceOf(Answer.Failed.class);
        assertThat(resolver(IMPATIENT, server(DnsResolverTest::pointerLoop)).mx("e.org"))
                .isInstanceOf(Answer.Failed.class);
        assertThat(resolver(IMPATIENT, server(DnsResolverTest::wrongId)).mx("e.org"))
                .isInstanceOf(Answer.Failed.class);
        assertThat(resolver(IMPATIENT, server(DnsResolverTest::otherQuestion)).mx("e.org"))
                .isInstanceOf(Answer.Failed.class);
    }

    private static Optional<byte[]> pointerLoop(Message query) {
        byte[] response =
                FakeNameServer.response(
                        query, Rcode.NOERROR, Place.ANSWER, "e.org 300 MX 10 mx.e.org.");
        // The name in the question points at itself.
        response[12] = (byte) 0xc0;
        response[13] = 12;
        return Optional.of(response);
    }

    private static Optional<byte[]> wrongId(Message query) {
        byte[] response =
                FakeNameServer.response(
                        query, Rcode.NOERROR, Place.ANSWER, "e.org 300 MX 10 mx.e.org.");
        response[0] ^= 1;
        return Optional.of(response);
    }

    private static Optional<byte[]> otherQuestion(Message query) {
        Message other = Message.newQuery(FakeNameServer.parse("evil.org 0 MX 0 evil.org."));
        other.getHeader().setID(query.getHeader().getID());
        return Optional.of(
                FakeNameServer.response(
                        other, Rcode.NOERROR, Place.ANSWER, "e.org 300 MX 10 evil.org."));
    }

    @Test
    void nextServerIsAskedWhenOneFails() throws Exception {
        FakeNameServer silent = server(_ -> Optional.empty());
        FakeNameServer broken = server(refusing(Rcode.SERVFAIL));
        FakeNameServer good = server(saying("e.org 300 TXT \"v=spf1 \" \"-all\""));
        DnsLimits limits =
                new DnsLimits(
                        Duration.ofMillis(30),
                        Duration.ofSeconds(5),
                        Duration.ofHours(1),
                        Duration.ZERO,
                        10);
        assertThat(resolver(limits, silent, broken, good).txt("e.org"))
                .isEqualTo(new Answer.Found<>(List.of("v=spf1 -all")));
    }

    @Test
    void truncatedResponseIsAskedForOverTcp() throws Exception {
        String long1 = "x".repeat(255);
        FakeNameServer server =
                new FakeNameServer(
                        query -> {
                            byte[] response =
                                    FakeNameServer.response(query, Rcode.NOERROR, Place.ANSWER);
                            response[2] |= 0x02;
                            return Optional.of(response);
                        },
                        saying("e.org 300 TXT" + (" \"" + long1 + "\"").repeat(200)));
        servers.add(server);
        assertThat(found(resolver(LIMITS, server).txt("e.org")).getFirst()).hasSize(255 * 200);
        assertThat(server.askedOverTcp).hasValue(1);
    }

    @Test
    void truncatedFlagIsWhereTheTestPutsIt() throws Exception {
        Message query = Message.newQuery(FakeNameServer.parse("e.org 0 MX 0 e.org."));
        byte[] response = FakeNameServer.response(query, Rcode.NOERROR, Place.ANSWER);
        response[2] |= 0x02;
        assertThat(new Message(response).getHeader().getFlag(Flags.TC)).isTrue();
    }

    @Test
    void aliasesAreFollowedWithinAndBeyondTheResponse() throws Exception {
        assertThat(
                        resolver(
                                        LIMITS,
                                        server(
                                                saying(
                                                        "a.org 300 CNAME b.org.",
                                                        "b.org 300 CNAME c.org.",
                                                        "c.org 300 MX 1 mx.c.org.")))
                                .mx("a.org"))
                .isEqualTo(new Answer.Found<>(List.of(new MailExchanger(1, "mx.c.org"))));
        FakeNameServer lazy =
                server(query -> {
                    String name = query.getQuestion().getName().toString(true);
                    return (name.equals("a.org")
                                    ? saying("a.org 300 CNAME b.org.")
                                    : saying("b.org 300 MX 1 mx.b.org."))
                            .apply(query);
                });
        assertThat(resolver(LIMITS, lazy).mx("a.org"))
                .isEqualTo(new Answer.Found<>(List.of(new MailExchanger(1, "mx.b.org"))));
    }

    /// THREATS D08.
    @Test
    void loopOfAliasesFailsForNow() throws Exception {
        FakeNameServer inOne = server(saying("a.org 300 CNAME b.org.", "b.org 300 CNAME a.org."));
        assertThat(resolver(LIMITS, inOne).mx("a.org")).isInstanceOf(Answer.Failed.class);
        FakeNameServer stepwise =
                server(query -> {
                    String name = query.getQuestion().getName().toString(true);
                    return saying(name + " 300 CNAME x" + name.length() + ".org.").apply(query);
                });
        assertThat(resolver(LIMITS, stepwise).mx("a.org")).isInstanceOf(Answer.Failed.class);
        assertThat(stepwise.asked.get()).isLessThan(20);
    }

    @Test
    void addressesOfBothKindsAreJoined() throws Exception {
        FakeNameServer both =
                server(query ->
                        (query.getQuestion().getType() == Type.A
                                        ? saying("h.org 300 A 192.0.2.1")
                                        : saying("h.org 300 AAAA 2001:db8::1"))
                                .apply(query));
        assertThat(found(resolver(LIMITS, both).addresses("h.org")))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1");
        FakeNameServer half =
                server(query ->
                        (query.getQuestion().getType() == Type.A
                                        ? saying("h.org 300 A 192.0.2.1")
                                        : refusing(Rcode.SERVFAIL))
                                .apply(query));
        assertThat(found(resolver(LIMITS, half).addresses("h.org"))).hasSize(1);
        FakeNameServer none =
                server(query ->
                        (query.getQuestion().getType() == Type.A
                                        ? saying()
                                        : refusing(Rcode.SERVFAIL))
                                .apply(query));
        assertThat(resolver(LIMITS, none).addresses("h.org")).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void namesOfAnAddressAreAskedInReverse() throws Exception {
        FakeNameServer server = server(saying("7.2.0.192.in-addr.arpa 300 PTR Mail.example.org."));
        assertThat(resolver(LIMITS, server).names(InetAddress.ofLiteral("192.0.2.7")))
                .isEqualTo(new Answer.Found<>(List.of("mail.example.org")));
    }

    @Test
    void answersAreKeptAsLongAsTheyAreGood() throws Exception {
        FakeNameServer server = server(saying("e.org 300 MX 10 mx.e.org."));
        DnsResolver resolver = resolver(LIMITS, server);
        resolver.mx("e.org");
        nanos.addAndGet(Duration.ofSeconds(299).toNanos());
        resolver.mx("E.ORG");
        assertThat(server.asked).hasValue(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        resolver.mx("e.org");
        assertThat(server.asked).hasValue(2);
    }

    @Test
    void absenceIsKeptAsTheSoaSaysAndFailureShortly() throws Exception {
        FakeNameServer absent =
                server(query ->
                        Optional.of(
                                FakeNameServer.response(
                                        query,
                                        Rcode.NXDOMAIN,
                                        Place.AUTHORITY,
                                        "org 3600 SOA a. b. 1 2 3 4 30")));
        DnsResolver resolver = resolver(LIMITS, absent);
        resolver.mx("no.org");
        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        resolver.mx("no.org");
        assertThat(absent.asked).hasValue(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(resolver.mx("no.org")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(absent.asked).hasValue(2);

        FakeNameServer failing = server(refusing(Rcode.SERVFAIL));
        DnsResolver patient = resolver(LIMITS, failing);
        patient.mx("e.org");
        int asked = failing.asked.get();
        patient.mx("e.org");
        assertThat(failing.asked).hasValue(asked);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        patient.mx("e.org");
        assertThat(failing.asked.get()).isGreaterThan(asked);
    }

    @Test
    void cacheIsBounded() throws Exception {
        FakeNameServer server = server(refusing(Rcode.NXDOMAIN));
        DnsResolver resolver = resolver(LIMITS, server);
        for (int i = 0; i < 150; i++) {
            resolver.txt("n" + i + ".example");
        }
        assertThat(resolver.cached()).isEqualTo(100);
    }

    @Test
    void whatCanBeNoNameDoesNotExistAndIsNotAskedFor() throws Exception {
        FakeNameServer server = server(refusing(Rcode.SERVFAIL));
        DnsResolver resolver = resolver(LIMITS, server);
        for (String odd :
                List.of(
                        "",
                        "..",
                        "a..b",
                        "x".repeat(64) + ".org",
                        "a\tb",
                        "a\0b",
                        "한국",
                        "a.".repeat(130))) {
            assertThat(resolver.mx(odd)).as(odd).isEqualTo(new Answer.NoSuchName<>());
        }
        assertThat(server.asked).hasValue(0);
    }

    @Test
    void nameServersOfTheSystemAreRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("resolv.conf");
        Files.writeString(
                file,
                "# comment\nsearch example.org\nnameserver 192.0.2.1\nnameserver  ::1\n"
                        + "nameserver bad\noptions edns0\n");
        assertThat(NameServers.of(file))
                .containsExactly(
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53),
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 53));
        assertThat(NameServers.of(folder.resolve("absent"))).hasSize(1);
    }

    private static <T> List<T> found(Answer<T> answer) {
        return switch (answer) {
            case Answer.Found(var records) -> records;
            case Answer<T> other -> throw new AssertionError("not found but " + other);
        };
    }
}
