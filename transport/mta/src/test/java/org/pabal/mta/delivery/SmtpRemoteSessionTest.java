// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.DeliveryConfig.Loopback;
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

    @TempDir Path folder;
    private final MtaStage near = new MtaStage(11);
    private final MtaStage far = new MtaStage(12);
    private final Account alice = near.directory.account("alice@d.example");
    private final Account bob = far.directory.account("bob@far.example");
    private final Wire wire = new Wire(WireLimits.standard());
    private Optional<Listener> listener = Optional.empty();

    @BeforeEach
    void begin() {
        far.directory.domain("far.example");
        near.resolver.server("far.example", "127.0.0.1");
    }

    @AfterEach
    void end() {
        listener.ifPresent(Listener::close);
    }

    private void serve(Optional<TlsServerContext> tls) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of("smtp", new InetSocketAddress(loopback, 0)),
                        connection ->
                                new SmtpSession(
                                                connection,
                                                SmtpConfig.defaults(
                                                        Role.RECEPTION, "mx.far.example"),
                                                far.reception.openSmtp(),
                                                SmtpSurroundings.of(tls, InstantSource.system()))
                                        .run());
        opened.start();
        listener = Optional.of(opened);
        use(((InetSocketAddress) opened.boundAddress()).getPort());
    }

    private void use(int port) {
        near.deliveryConfig =
                new DeliveryConfig(MtaStage.HOSTNAME, port, Set.of(), Loopback.OTHER_SERVERS);
        near.build();
        near.remote =
                new SmtpRemoteSession(
                        MtaStage.HOSTNAME,
                        new Connector(wire),
                        TlsClientContext.trustingAuthorities(),
                        near.storage);
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
}
