// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsDemand.Level;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.mta.delivery.TlsPolicies;
import org.pabal.mta.delivery.TlsPolicies.Answer;
import org.pabal.mta.delivery.TlsPolicy;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.http.HttpClient;

/// A policy host on loopback, and what its policies come to.
final class StsPoliciesTest {
    private static final Domain DOMAIN = Domain.of("far.example");
    private static final String ENFORCE =
            "version: STSv1\r\nmode: enforce\r\nmx: *.far.example\r\nmax_age: 604800\r\n";

    @TempDir Path folder;
    private final Wire wire = new Wire(WireLimits.standard());
    private final FakeClock clock = FakeClock.at("2026-03-01T00:00:00Z");
    private final FakeStorage storage = new FakeStorage();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String zone = zone("1");
    private volatile String response = "";
    private volatile Duration inAll = Duration.ofSeconds(10);
    private Optional<Listener> listener = Optional.empty();
    private Optional<CertificateFiles> trusted = Optional.empty();

    private static String zone(String id) {
        return "_mta-sts.far.example. TXT \"v=STSv1; id="
                + id
                + ";\"\n"
                + "mta-sts.far.example. A 127.0.0.1\n";
    }

    @BeforeEach
    void begin() throws IOException {
        serve(ENFORCE);
        open("mta-sts.far.example");
    }

    @AfterEach
    void end() {
        listener.ifPresent(Listener::close);
        wire.close();
    }

    private void serve(String policy) {
        answer("200 OK", "text/plain", policy);
    }

    private void answer(String status, String type, String body) {
        response =
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
    }

    private void open(String certificateName) throws IOException {
        listener.ifPresent(Listener::close);
        CertificateFiles files =
                SelfSigned.createIfAbsent(
                        folder.resolve(certificateName), certificateName, InstantSource.system());
        trusted = Optional.of(files);
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "https",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            connection.startTls(own);
                            answer(connection);
                        });
        opened.start();
        listener = Optional.of(opened);
    }

    private void answer(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        List<String> asked = new ArrayList<>();
        while (connection.readLine(1_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            asked.add(new String(octets, StandardCharsets.US_ASCII));
        }
        assertEquals("GET /.well-known/mta-sts.txt HTTP/1.1", asked.getFirst());
        fetches.incrementAndGet();
        connection.write(response.getBytes(StandardCharsets.ISO_8859_1));
        connection.flush();
        connection.readLine(10, 0); // until the client has gone
    }

    /// As after a restart: all that is known is in the store.
    private StsPolicies policies() throws IOException {
        Resolver resolver =
                new Resolver() {
                    @Override
                    public <T> Lookup<T> look(Question<T> question) {
                        return ZoneResolver.of(zone).look(question);
                    }
                };
        int port = ((InetSocketAddress) listener.orElseThrow().boundAddress()).getPort();
        HttpClient https =
                new HttpClient(
                        new Connector(wire),
                        TlsClientContext.trusting(trusted.orElseThrow().chain()));
        return new StsPolicies(
                resolver,
                new HttpsPolicySource(resolver, https, port, inAll),
                storage,
                clock,
                TlsPolicies.OPPORTUNISTIC);
    }

    private Answer ask(String exchanger) throws IOException {
        return policies().ask(DOMAIN, exchanger);
    }

    private Answer.Use use(String exchanger) throws IOException {
        return assertInstanceOf(Answer.Use.class, ask(exchanger));
    }

    private Kind trouble() throws IOException {
        Answer.Use use = use("mx.far.example");
        assertEquals(Level.OPPORTUNISTIC, use.demand().level());
        TlsPolicy policy = use.policy().orElseThrow();
        assertEquals(TlsPolicy.Type.STS, policy.type());
        return policy.trouble().orElseThrow().kind();
    }

    @Test
    void aPolicyIsEnforced() throws IOException { // RFC 8461 §5, THREATS T10
        Answer.Use use = use("mx.far.example");
        assertEquals(Level.VERIFIED, use.demand().level());
        TlsPolicy policy = use.policy().orElseThrow();
        assertEquals(TlsPolicy.Type.STS, policy.type());
        assertEquals(
                List.of("version: STSv1", "mode: enforce", "mx: *.far.example", "max_age: 604800"),
                policy.text());
        Answer.Avoid avoid = assertInstanceOf(Answer.Avoid.class, ask("mx.evil.example"));
        assertEquals(
                Kind.VALIDATION_FAILURE,
                avoid.policy().orElseThrow().trouble().orElseThrow().kind());
        assertEquals(1, fetches.get(), "kept over a restart");
    }

    @Test
    void aDomainWithoutARecordIsNotAsked() throws IOException {
        zone = "far.example. MX 10 mx.far.example.\n";
        assertEquals(Optional.empty(), use("mx.far.example").policy());
        assertEquals(0, fetches.get());
    }

    @Test
    void testingDemandsNothingAndIsObserved() throws IOException {
        serve(ENFORCE.replace("enforce", "testing"));
        assertEquals(Level.TESTING, use("mx.far.example").demand().level());
        Answer.Use stray = use("mx.evil.example");
        assertEquals(Level.TESTING, stray.demand().level());
        assertEquals(
                Kind.VALIDATION_FAILURE,
                stray.policy().orElseThrow().trouble().orElseThrow().kind());
    }

    @Test
    void modeNoneIsNoPolicy() throws IOException {
        serve("version: STSv1\nmode: none\nmax_age: 86400\n");
        Answer.Use use = use("mx.evil.example");
        assertEquals(Level.OPPORTUNISTIC, use.demand().level());
        assertEquals(Optional.empty(), use.policy());
        use("mx.far.example");
        assertEquals(1, fetches.get());
    }

    @Test
    void aNewIdBringsANewPolicy() throws IOException { // RFC 8461 §3.1
        use("mx.far.example");
        serve(ENFORCE.replace("*.far.example", "new.example"));
        assertInstanceOf(Answer.Avoid.class, ask("new.example"));
        zone = zone("2");
        use("new.example");
        assertEquals(2, fetches.get());
    }

    @Test
    void whatIsKeptHoldsWhenRecordOrHostAreGone() throws IOException { // RFC 8461 §5.1
        use("mx.far.example");
        zone = "";
        assertEquals(Level.VERIFIED, use("mx.far.example").demand().level());
        zone = "_mta-sts.far.example. SERVFAIL\n";
        assertEquals(Level.VERIFIED, use("mx.far.example").demand().level());
        zone = zone("2");
        answer("500 Oops", "text/plain", ENFORCE);
        assertEquals(Level.VERIFIED, use("mx.far.example").demand().level());
        assertInstanceOf(Answer.Avoid.class, ask("mx.evil.example"));
        clock.advance(Duration.ofDays(7));
        assertEquals(Kind.STS_POLICY_FETCH_ERROR, trouble(), "its time is over");
    }

    @Test
    void whatIsNoPolicyIsToldApart() throws IOException { // RFC 8460 §4.3.2
        answer("404 Not Found", "text/plain", ENFORCE);
        assertEquals(Kind.STS_POLICY_FETCH_ERROR, trouble());
        answer("301 Moved\r\nLocation: https://other.example/", "text/plain", ENFORCE);
        assertEquals(Kind.STS_POLICY_FETCH_ERROR, trouble());
        answer("200 OK", "text/html", ENFORCE);
        assertEquals(Kind.STS_POLICY_INVALID, trouble());
        serve(ENFORCE.replace("mode", "m\u0000de"));
        assertEquals(Kind.STS_POLICY_INVALID, trouble());
        serve("nothing");
        assertEquals(Kind.STS_POLICY_INVALID, trouble());
        serve(ENFORCE + "x: " + "y".repeat(70_000));
        assertEquals(Kind.STS_POLICY_FETCH_ERROR, trouble());
        zone = zone("1").replace("mta-sts.far.example. A", "other.example. A");
        assertEquals(Kind.STS_POLICY_FETCH_ERROR, trouble());
    }

    @Test
    void aPolicyHostMustProveItsName() throws IOException { // RFC 8461 §3.3
        open("www.far.example");
        assertEquals(Kind.STS_WEBPKI_INVALID, trouble());
        assertEquals(0, fetches.get());
    }

    @Test
    void anEndlessAnswerIsLeft() throws IOException {
        inAll = Duration.ofMillis(500);
        response = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n\r\n";
        assertEquals(Kind.STS_POLICY_FETCH_ERROR, trouble());
    }

    @Test
    void aHostThatFailedIsLeftAloneForFiveMinutes() throws IOException { // RFC 8461 §3.3
        answer("500 Oops", "text/plain", "");
        StsPolicies policies = policies();
        policies.ask(DOMAIN, "mx.far.example");
        policies.ask(DOMAIN, "mx.far.example");
        assertEquals(1, fetches.get());
        zone = zone("2");
        policies.ask(DOMAIN, "mx.far.example");
        assertEquals(2, fetches.get(), "another id is another policy");
        clock.advance(Duration.ofMinutes(5));
        serve(ENFORCE);
        policies.ask(DOMAIN, "mx.far.example");
        assertEquals(3, fetches.get());
    }

    @Test
    void oneFetchServesAllThatWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        StsPolicies policies =
                new StsPolicies(
                        ZoneResolver.of(zone),
                        domain -> {
                            asked.incrementAndGet();
                            begun.countDown();
                            try {
                                go.await(5, TimeUnit.SECONDS);
                            } catch (InterruptedException stopped) {
                                Thread.currentThread().interrupt();
                            }
                            return new PolicySource.Fetched.Policy(
                                    ((org.pabal.mailauth.mtasts.StsPolicy.Found.Policy)
                                                    org.pabal.mailauth.mtasts.StsPolicy.parse(
                                                            ENFORCE.getBytes(
                                                                    StandardCharsets.US_ASCII)))
                                            .policy());
                        },
                        storage,
                        clock,
                        TlsPolicies.OPPORTUNISTIC);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> policies.ask(DOMAIN, "mx.far.example")));
        }
        assertTrue(begun.await(5, TimeUnit.SECONDS));
        while (threads.stream()
                        .filter(t ->
                                t.getState() == Thread.State.WAITING
                                        || t.getState() == Thread.State.TIMED_WAITING)
                        .count()
                < 20) {
            Thread.onSpinWait();
        }
        go.countDown();
        for (Thread each : threads) {
            each.join();
        }
        assertEquals(1, asked.get());
    }

    @Test
    void policiesInUseAreFetchedAnewEachDay() throws Exception { // RFC 8461 §10.2
        use("mx.far.example");
        PolicyRefresh refresh = new PolicyRefresh(policies(), clock);
        refresh.round();
        assertEquals(1, fetches.get(), "young");
        for (int day = 0; day < 20; day++) {
            clock.advance(Duration.ofDays(1));
            refresh.round();
        }
        assertEquals(21, fetches.get());
        answer("500 Oops", "text/plain", "");
        clock.advance(Duration.ofDays(6));
        refresh.round();
        assertEquals(Level.VERIFIED, use("mx.far.example").demand().level(), "it did not end");
        serve(ENFORCE);
        clock.advance(Duration.ofMinutes(6));
        refresh.round();
        clock.advance(Duration.ofDays(6));
        assertEquals(Level.VERIFIED, use("mx.far.example").demand().level());
        int before = fetches.get();
        clock.advance(Duration.ofDays(40));
        refresh.round();
        assertEquals(before, fetches.get());
        assertEquals(List.of(), policies().stored().page("").policies(), "its time is over");
    }
}
