// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.DeliveryConfig.Loopback;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayTls;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.TlsServerContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Two of our servers over a true connection: what one queues, the other files.
final class SmtpRemoteSessionTest {
    private static final String CONTENT =
            "From: alice@d.example\r\nDate: Sun, 1 Mar 2026 08:59:00 +0000\r\n"
                    + "Message-ID: <2@d.example>\r\nSubject: dots \u00EC\u0095\u0084\r\n\r\n"
                    + ".\r\n..\r\n.x\r\n"
                    + "long ".repeat(50_000)
                    + "\r\n\u00FF\u00FE\r\n";

    private static final SessionConfig PATIENT =
            new SessionConfig(
                    MtaStage.HOSTNAME, Duration.ofSeconds(5), Duration.ofMinutes(1), 10, 100);

    @TempDir Path folder;
    private final MtaStage near = new MtaStage(11);
    private final MtaStage far = new MtaStage(12);
    private final Account alice = near.directory.account("alice@d.example");
    private final Account bob = far.directory.account("bob@far.example");
    private final Wire wire = new Wire(WireLimits.standard());
    private Optional<Listener> listener = Optional.empty();
    private Optional<SmtpRemoteSession> sessions = Optional.empty();
    private final List<TlsResult> observed = new CopyOnWriteArrayList<>();
    private Duration patience = Duration.ofMinutes(1);

    @BeforeEach
    void begin() {
        far.directory.domain("far.example");
        near.resolver.server("far.example", "127.0.0.1");
    }

    @AfterEach
    void end() {
        sessions.ifPresent(SmtpRemoteSession::close);
        listener.ifPresent(Listener::close);
    }

    private void serve(Optional<TlsServerContext> tls) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        serve(new InetSocketAddress(loopback, 0), Role.RECEPTION, tls);
        use(port());
    }

    private void serve(SocketAddress address, Role role, Optional<TlsServerContext> tls)
            throws IOException {
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of("smtp", address),
                        connection ->
                                new SmtpSession(
                                                connection,
                                                SmtpConfig.defaults(role, "mx.far.example")
                                                        .withCommandDeadline(patience),
                                                role == Role.LMTP
                                                        ? far.reception.openLmtp(far.checks)
                                                        : far.reception.openSmtp(far.checks),
                                                SmtpSurroundings.of(tls, InstantSource.system()))
                                        .run());
        opened.start();
        listener = Optional.of(opened);
    }

    private int port() {
        return ((InetSocketAddress) listener.orElseThrow().boundAddress()).getPort();
    }

    private void use(int port) {
        use(port, PATIENT, TlsClientContext.trustingAuthorities());
    }

    private void use(int port, SessionConfig config, TlsClientContext tls) {
        near.deliveryConfig =
                new DeliveryConfig(MtaStage.HOSTNAME, port, Set.of(), Loopback.OTHER_SERVERS);
        near.build();
        sessions.ifPresent(SmtpRemoteSession::close);
        SmtpRemoteSession opened =
                new SmtpRemoteSession(
                        config, new Connector(wire), tls, near.storage, observed::add);
        sessions = Optional.of(opened);
        near.remote = opened;
    }

    private Optional<TlsServerContext> selfSigned() throws IOException {
        return Optional.of(
                new TlsCertificates(
                        List.of(
                                SelfSigned.createIfAbsent(
                                        folder, "other.example", InstantSource.system())),
                        InstantSource.system()));
    }

    private void submit(String... to) {
        String reply = near.submit("alice@d.example", "alice@d.example").to(to).send(CONTENT);
        assertTrue(reply.startsWith("250"), reply);
        near.work();
    }

    private Diagnosis last() {
        QueueEntry entry = near.queue.list(Optional.empty(), 1).getFirst();
        return entry.recipients().getFirst().last().orElseThrow();
    }

    @Test
    void aMailArrivesOctetForOctetUnderTlsWithAnyCertificate() throws IOException {
        serve(selfSigned());
        submit("bob@far.example", "bob+x@far.example");
        assertEquals(0, near.queue.size());
        List<String> stored = far.mailboxes.messages(bob);
        assertEquals(2, stored.size());
        assertTrue(
                stored.getFirst()
                        .startsWith(
                                "Return-Path: <alice@d.example>\r\nReceived: from mail.d.example"));
        assertTrue(stored.getFirst().contains("(using TLSv1.3 with cipher "));
        assertTrue(stored.getFirst().contains(" with ESMTPS id "));
        assertTrue(stored.getFirst().endsWith(CONTENT));
        assertEquals(2, stored.getFirst().split("\r\nReceived: ", -1).length - 1);
    }

    @Test
    void withoutTlsItArrivesInTheClear() throws IOException {
        serve(Optional.empty());
        submit("bob@far.example");
        assertEquals(1, far.mailboxes.messages(bob).size());
    }

    @Test
    void repliesDecideForEachRecipient() throws IOException {
        serve(Optional.empty());
        Account full =
                far.directory.account(
                        "full@far.example", OptionalLong.of(0), true, Language.ENGLISH);
        submit("full@far.example", "bob@far.example", "nobody@far.example");
        assertEquals(1, far.mailboxes.messages(bob).size());
        assertEquals(0, far.mailboxes.messages(full).size());
        assertEquals(1, near.queue.size());
        assertEquals("4.2.2", last().status().toString());
        assertEquals("mx.far.example", last().remote());
        String report = near.mailboxes.messages(alice).getFirst();
        assertTrue(
                report.contains(
                        "Final-Recipient: rfc822; nobody@far.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"),
                report);
    }

    @Test
    void whoIsNotThereIsTriedAgain() throws IOException {
        serve(Optional.empty());
        listener.orElseThrow().close();
        submit("bob@far.example");
        assertEquals("4.4.1", last().status().toString());
        assertEquals(1, near.queue.size());
    }

    @Test
    void whereTlsIsRequiredNothingIsSentWithoutATrustedCertificate() throws IOException {
        serve(selfSigned());
        int port = ((InetSocketAddress) listener.orElseThrow().boundAddress()).getPort();
        near.resolver.address("relay.example", "127.0.0.1");
        for (RelayTls policy : List.of(RelayTls.REQUIRED, RelayTls.IMPLICIT)) {
            near.routingConfig =
                    new RoutingConfig(
                            Smarthosts.one(
                                    new NextHop.Relay(
                                            "r",
                                            new NextHop.Host(
                                                    "relay.example",
                                                    port,
                                                    Optional.empty(),
                                                    policy))),
                            java.util.Map.<Domain, NextHop.Host>of());
            near.build();
            submit("bob@far.example");
            assertEquals(4, last().status().statusClass(), policy.toString());
        }
        assertEquals(0, far.mailboxes.messages(bob).size());
        assertEquals(2, near.queue.size());
    }

    private List<LedgerRecord> everything() {
        return near.ledger.between(
                near.clock.instant().minusSeconds(60), near.clock.instant().plusSeconds(60), 100);
    }

    private long accepted() {
        return listener.orElseThrow().counts().accepted();
    }

    @Test
    void theNextMailGoesOverTheSameConnection() throws IOException {
        serve(selfSigned());
        for (int i = 0; i < 5; i++) {
            submit("bob@far.example");
        }
        assertEquals(5, far.mailboxes.messages(bob).size());
        assertEquals(1, accepted());
        assertEquals(1, sessions.orElseThrow().idleSessions());
        submit("nobody@far.example");
        submit("bob@far.example");
        assertEquals(6, far.mailboxes.messages(bob).size());
        assertEquals(1, accepted(), "a refused mail leaves the connection usable");
        sessions.orElseThrow().close();
        assertEquals(0, sessions.orElseThrow().idleSessions());
        submit("bob@far.example");
        assertEquals(0, sessions.orElseThrow().idleSessions(), "nothing is kept after the end");
    }

    @Test
    void aConnectionIsGivenUpAfterSoManyMails() throws IOException {
        serve(Optional.empty());
        use(
                port(),
                new SessionConfig(
                        MtaStage.HOSTNAME, Duration.ofSeconds(5), Duration.ofSeconds(5), 1, 2),
                TlsClientContext.trustingAuthorities());
        for (int i = 0; i < 5; i++) {
            submit("bob@far.example");
        }
        assertEquals(3, accepted());
    }

    @Test
    void aConnectionThatDiedWhileItWaitedCostsTheMailNothing() throws IOException { // O03
        patience = Duration.ofMillis(200);
        serve(Optional.empty());
        submit("bob@far.example");
        assertEquals(1, sessions.orElseThrow().idleSessions());
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (listener.orElseThrow().counts().open() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait(); // until the far server has lost its patience
        }
        submit("bob@far.example");
        assertEquals(2, far.mailboxes.messages(bob).size());
        assertEquals(0, near.queue.size());
        assertEquals(2, accepted());
    }

    @Test
    void theLedgerTellsWhoTookTheMailAndHow() throws IOException {
        serve(selfSigned());
        submit("bob@far.example");
        LedgerRecord relayed =
                everything().stream()
                        .filter(one -> one.outcome() == LedgerRecord.Outcome.RELAYED)
                        .findFirst()
                        .orElseThrow();
        assertEquals("mx.far.example", relayed.fact(Fact.HOST).orElseThrow());
        assertEquals("127.0.0.1", relayed.fact(Fact.HOST_ADDRESS).orElseThrow());
        String tls = relayed.fact(Fact.TLS).orElseThrow();
        assertTrue(tls.matches("TLSv1.3 with TLS_\\w+, unverified"), tls);
    }

    @Test
    void aPolicyDecidesWhatCertificateIsEnough() throws IOException { // RFC 7672, THREATS T10
        serve(selfSigned());
        near.tlsPolicies = (domain, host) -> new TlsPolicies.Answer.Use(TlsDemand.verified());
        use(port());
        submit("bob@far.example");
        assertEquals("4.7.5", last().status().toString());
        List<Integer> seen = new ArrayList<>();
        near.tlsPolicies =
                (domain, host) ->
                        new TlsPolicies.Answer.Use(
                                TlsDemand.verifiedBy(chain -> seen.add(chain.size())));
        use(port());
        submit("bob@far.example");
        assertEquals(1, far.mailboxes.messages(bob).size());
        assertEquals(List.of(1), seen);
        near.tlsPolicies =
                (domain, host) ->
                        new TlsPolicies.Answer.Use(
                                TlsDemand.verifiedBy(chain -> {
                                    throw new CertificateException("not the pinned one");
                                }));
        use(port());
        submit("bob@far.example");
        assertEquals(1, far.mailboxes.messages(bob).size());
        assertTrue(
                near.queue.list(Optional.empty(), 10).stream()
                        .anyMatch(entry ->
                                entry.recipients()
                                        .getFirst()
                                        .last()
                                        .orElseThrow()
                                        .text()
                                        .contains("not the pinned one")));
    }

    @Test
    void whereTlsIsDemandedTheClearIsNoWay() throws IOException { // THREATS T10
        serve(Optional.empty());
        for (TlsDemand.Level level : List.of(TlsDemand.Level.ENCRYPTED, TlsDemand.Level.VERIFIED)) {
            near.tlsPolicies = (domain, host) -> new TlsPolicies.Answer.Use(TlsDemand.byMx(level));
            use(port());
            submit("bob@far.example");
            assertEquals("4.7.10", last().status().toString());
        }
        assertEquals(0, far.mailboxes.messages(bob).size());
    }

    @Test
    void anyCertificateIsEnoughWhereTlsAloneIsDemanded() throws IOException {
        serve(selfSigned());
        near.tlsPolicies =
                (domain, host) ->
                        new TlsPolicies.Answer.Use(TlsDemand.byMx(TlsDemand.Level.ENCRYPTED));
        use(port());
        submit("bob@far.example");
        assertTrue(far.mailboxes.messages(bob).getFirst().contains(" with ESMTPS id "));
    }

    @Test
    void aTrustedCertificateForTheNameIsVerified() throws IOException {
        CertificateFiles files =
                SelfSigned.createIfAbsent(folder, "mx.far.example", InstantSource.system());
        serve(Optional.of(new TlsCertificates(List.of(files), InstantSource.system())));
        near.tlsPolicies = (domain, host) -> new TlsPolicies.Answer.Use(TlsDemand.verified());
        use(port(), PATIENT, TlsClientContext.trusting(files.chain()).presenting(files));
        submit("bob@far.example");
        assertEquals(1, far.mailboxes.messages(bob).size());
        assertTrue(
                everything().stream()
                        .anyMatch(one -> one.fact(Fact.TLS).orElse("").endsWith(", verified")));
    }

    private List<String> failures() {
        List<String> words =
                observed.stream()
                        .map(one -> one.failure().map(TlsFailure::kind).map(Kind::word).orElse("-"))
                        .toList();
        observed.clear();
        return words;
    }

    @Test
    void whatBecameOfTlsIsObservedOncePerConnection() throws IOException { // RFC 8460 §4.3
        serve(selfSigned());
        submit("bob@far.example");
        submit("bob@far.example");
        TlsResult first = observed.getFirst();
        assertEquals("far.example", first.recipients().name());
        assertEquals(TlsPolicy.Type.NONE, first.policy().type());
        assertEquals("127.0.0.1", first.from().orElseThrow().getHostAddress());
        assertEquals("127.0.0.1", first.to().orElseThrow().getHostAddress());
        assertEquals(List.of("-"), failures(), "any certificate is enough without a policy");
        near.tlsPolicies = (domain, host) -> new TlsPolicies.Answer.Use(TlsDemand.verified());
        use(port());
        submit("bob@far.example");
        assertEquals(List.of("certificate-not-trusted"), failures());
        listener.orElseThrow().close();
        submit("bob@far.example");
        assertEquals(List.of(), failures(), "no connection says nothing of TLS");
    }

    @Test
    void aServerWithoutStarttlsIsObserved() throws IOException {
        serve(Optional.empty());
        submit("bob@far.example");
        assertEquals(List.of("starttls-not-supported"), failures());
        near.tlsPolicies = (domain, host) -> new TlsPolicies.Answer.Use(TlsDemand.verified());
        use(port());
        submit("bob@far.example");
        assertEquals(List.of("starttls-not-supported"), failures());
    }

    @Test
    void anExchangerUnderTestGetsItsMailAndIsObserved() throws IOException { // RFC 8461 §5
        near.tlsPolicies =
                (domain, host) ->
                        new TlsPolicies.Answer.Use(TlsDemand.byMx(TlsDemand.Level.TESTING));
        serve(selfSigned());
        submit("bob@far.example");
        assertEquals(List.of("certificate-not-trusted"), failures());
        CertificateFiles wrong =
                SelfSigned.createIfAbsent(
                        folder.resolve("w"), "other.example", InstantSource.system());
        listener.orElseThrow().close();
        serve(Optional.of(new TlsCertificates(List.of(wrong), InstantSource.system())));
        use(port(), PATIENT, TlsClientContext.trusting(wrong.chain()));
        submit("bob@far.example");
        assertEquals(List.of("certificate-host-mismatch"), failures());
        CertificateFiles right =
                SelfSigned.createIfAbsent(
                        folder.resolve("r"), "mx.far.example", InstantSource.system());
        listener.orElseThrow().close();
        serve(Optional.of(new TlsCertificates(List.of(right), InstantSource.system())));
        use(port(), PATIENT, TlsClientContext.trusting(right.chain()));
        submit("bob@far.example");
        assertEquals(List.of("-"), failures());
        listener.orElseThrow().close();
        serve(Optional.empty());
        use(port());
        submit("bob@far.example");
        assertEquals(List.of("starttls-not-supported"), failures());
        assertEquals(4, far.mailboxes.messages(bob).size());
    }

    @Test
    void lmtpOverAUnixSocketAnswersForEachRecipient() throws IOException { // RFC 2033 §4.2
        Path socket = folder.resolve("lmtp");
        serve(UnixDomainSocketAddress.of(socket), Role.LMTP, Optional.empty());
        far.directory.account("full@far.example", OptionalLong.of(0), true, Language.ENGLISH);
        use(25);
        RemoteDelivery.Outcome outcome =
                deliver(
                        new NextHop.LmtpSocket(socket),
                        "bob@far.example",
                        "nobody@far.example",
                        "full@far.example");
        assertEquals(
                List.of("2.0.0", "5.1.1", "4.2.2"),
                outcome.found().stream().map(one -> one.status().toString()).toList());
        assertEquals(1, far.mailboxes.messages(bob).size());
        assertTrue(far.mailboxes.messages(bob).getFirst().contains(" with LMTP id "));
        listener.orElseThrow().close();
        assertEquals(
                "4.4.1",
                deliver(new NextHop.LmtpSocket(folder.resolve("gone")), "bob@far.example")
                        .found()
                        .getFirst()
                        .status()
                        .toString());
    }

    @Test
    void lmtpOverTcp() throws IOException {
        serve(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Role.LMTP,
                selfSigned());
        use(25);
        RemoteDelivery.Outcome outcome =
                deliver(NextHop.Host.lmtp("127.0.0.1", port()), "bob@far.example");
        assertEquals("2.0.0", outcome.found().getFirst().status().toString());
        assertTrue(far.mailboxes.messages(bob).getFirst().contains(" with LMTPS id "));
    }

    /// Hands a queued mail to a next hop past the queue.
    private RemoteDelivery.Outcome deliver(NextHop hop, String... to) {
        String reply = near.submit("alice@d.example", "alice@d.example").to(to).send(CONTENT);
        assertTrue(reply.startsWith("250"), reply);
        QueueEntry entry = near.queue.list(Optional.empty(), 10).getLast();
        Map<Integer, Address> addresses = new LinkedHashMap<>();
        for (String each : to) {
            addresses.put(addresses.size(), Address.of(each));
        }
        return near.remoteDelivery.attempt(
                hop, OutboundMail.of(entry, entry.from(), addresses, near.clock.instant()));
    }
}
