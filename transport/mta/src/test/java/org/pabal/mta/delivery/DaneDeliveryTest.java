// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.dns.ZoneResolver;
import org.pabal.mta.delivery.DeliveryConfig.Loopback;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.TlsaOf;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.testkit.Certified;
import org.pabal.testkit.Certified.Life;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.TlsServerContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Mail to a server on loopback whose TLSA records say who it is. RFC 7672; THREATS T10: deferred
/// and never sent in the clear, or to another, where DANE demands TLS.
final class DaneDeliveryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir Path folder;
    private final MtaStage near = new MtaStage(21);
    private final MtaStage far = new MtaStage(22);
    private final Wire wire = new Wire(WireLimits.standard());
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<TlsResult> observed = new CopyOnWriteArrayList<>();
    private final Certified authority = Certified.authority("Ours", NOW);
    private final Certified server = authority.server(Life.NOW, "mx.far.example");
    private Account bob = far.directory.account("bob@far.example");

    @BeforeEach
    void begin() {
        near.directory.account("alice@d.example");
        far.directory.domain("far.example");
        near.resolver.server("far.example", "127.0.0.1");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private int serve(Certified own, Certified... above) throws IOException {
        Path chain = Files.writeString(folder.resolve("chain.pem"), own.pem(above));
        Path key = Files.writeString(folder.resolve("key.pem"), own.keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return serve(
                Optional.of(
                        new TlsCertificates(
                                List.of(new CertificateFiles(chain, key)),
                                InstantSource.system())));
    }

    private int serve(Optional<TlsServerContext> tls) throws IOException {
        Listener listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "smtp",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection ->
                                new SmtpSession(
                                                connection,
                                                SmtpConfig.defaults(
                                                        Role.RECEPTION, "mx.far.example"),
                                                far.reception.openSmtp(far.checks),
                                                SmtpSurroundings.of(tls, InstantSource.system()))
                                        .run());
        listener.start();
        opened.add(listener);
        return ((InetSocketAddress) listener.boundAddress()).getPort();
    }

    /// Sends a mail to far.example.
    ///
    /// @param records lines of zone text, for a server on `PORT`
    /// @return how it went: `sent`, or the status that it waits with, and what was observed of TLS
    private String send(int port, String... records) {
        ZoneResolver zone =
                ZoneResolver.of(
                        "far.example SECURE\nfar.example MX 10 mx.far.example\n"
                                + "mx.far.example A 127.0.0.1\n"
                                + String.join("\n", records)
                                        .replace("PORT", Integer.toString(port)));
        near.tlsPolicies = new DanePolicies(zone, port, () -> NOW, TlsPolicies.OPPORTUNISTIC);
        near.deliveryConfig =
                new DeliveryConfig(MtaStage.HOSTNAME, port, Set.of(), Loopback.OTHER_SERVERS);
        near.tlsObserver = observed::add;
        near.build();
        SmtpRemoteSession sessions =
                new SmtpRemoteSession(
                        new SessionConfig(
                                MtaStage.HOSTNAME,
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                10,
                                100),
                        new Connector(wire),
                        TlsClientContext.trustingAuthorities(),
                        near.storage,
                        observed::add);
        opened.add(sessions);
        near.remote = sessions;
        observed.clear();
        String reply =
                near.submit("alice@d.example", "alice@d.example")
                        .to("bob@far.example")
                        .send("From: alice@d.example\r\nSubject: DANE\r\n\r\ntext\r\n");
        assertThat(reply).startsWith("250");
        near.work();
        String failure =
                observed.isEmpty()
                        ? "nothing observed"
                        : observed.getLast()
                                .failure()
                                .map(TlsFailure::kind)
                                .map(Kind::word)
                                .orElse("success");
        return near.queue.list(Optional.empty(), 10).stream()
                        .map(entry -> entry.recipients().getFirst().last().orElseThrow().status())
                        .map(Object::toString)
                        .reduce((first, last) -> last)
                        .orElse("sent")
                + ", "
                + failure;
    }

    private static String tlsa(Certified of, int usage, int selector, int matching) {
        return "_PORT._tcp.mx.far.example TLSA "
                + TlsaOf.certificate(of.certificate(), usage, selector, matching);
    }

    private int arrived() {
        return far.mailboxes.messages(bob).size();
    }

    @Test
    void mailGoesToTheServerThatTheRecordsName() throws Exception {
        int port = serve(server, authority);
        assertThat(send(port, tlsa(server, 3, 1, 1))).isEqualTo("sent, success");
        assertThat(observed.getLast().policy().type()).isEqualTo(TlsPolicy.Type.TLSA);
        assertThat(send(port, tlsa(server, 3, 0, 2))).isEqualTo("sent, success");
        assertThat(send(port, tlsa(authority, 2, 0, 1))).isEqualTo("sent, success");
        assertThat(arrived()).isEqualTo(3);
        assertThat(far.mailboxes.messages(bob).getFirst()).contains(" with ESMTPS id ");
    }

    @Test
    void anotherServerGetsNothing() throws Exception {
        Certified other = Certified.authority("other", NOW);
        int port = serve(other);
        assertThat(send(port, tlsa(server, 3, 1, 1))).isEqualTo("4.7.5, certificate-not-trusted");
        assertThat(arrived()).isZero();
    }

    @Test
    void nameCountsUnderATrustAnchorAlone() throws Exception {
        Certified misnamed = authority.server(Life.NOW, "other.example");
        int port = serve(misnamed, authority);
        assertThat(send(port, tlsa(authority, 2, 0, 1)))
                .isEqualTo("4.7.5, certificate-host-mismatch");
        assertThat(arrived()).isZero();
    }

    /// RFC 7672 §3.1.1.
    @Test
    void expiredCertificateIsGoodUnderItsOwnRecord() throws Exception {
        Certified expired = authority.server(Life.PAST, "mx.far.example");
        assertThat(send(serve(expired, authority), tlsa(expired, 3, 1, 1)))
                .isEqualTo("sent, success");
        assertThat(arrived()).isEqualTo(1);
        assertThat(send(serve(expired, authority), tlsa(authority, 2, 0, 1)))
                .isEqualTo("4.7.5, certificate-expired");
        assertThat(arrived()).isEqualTo(1);
    }

    @Test
    void serverWithoutStarttlsGetsNothing() throws Exception {
        int port = serve(Optional.empty());
        assertThat(send(port, tlsa(server, 3, 1, 1))).isEqualTo("4.7.10, starttls-not-supported");
        assertThat(arrived()).isZero();
    }

    @Test
    void recordsThatDoNotComeKeepTheMailHere() throws Exception {
        int port = serve(server, authority);
        assertThat(send(port, "_PORT._tcp.mx.far.example TLSA SERVFAIL"))
                .isEqualTo("4.7.0, dnssec-invalid");
        assertThat(send(port, "_PORT._tcp.mx.far.example TLSA BOGUS"))
                .isEqualTo("4.7.0, dnssec-invalid");
        assertThat(arrived()).isZero();
    }

    @Test
    void recordsOfNoUseDemandTlsWithAnyone() throws Exception {
        assertThat(send(serve(server), "_PORT._tcp.mx.far.example TLSA 1 1 1 abcd"))
                .isEqualTo("sent, tlsa-invalid");
        assertThat(send(serve(Optional.empty()), "_PORT._tcp.mx.far.example TLSA 1 1 1 abcd"))
                .startsWith("4.7.10, ");
        assertThat(arrived()).isEqualTo(1);
    }

    @Test
    void withoutRecordsAnyCertificateDoes() throws Exception {
        assertThat(send(serve(server))).isEqualTo("sent, success");
        assertThat(send(serve(server), tlsa(authority, 3, 1, 1), "far.example INSECURE"))
                .isEqualTo("sent, success");
        assertThat(arrived()).isEqualTo(2);
    }
}
