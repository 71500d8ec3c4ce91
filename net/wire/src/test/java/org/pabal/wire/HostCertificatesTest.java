// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosts of one mail system know each other by their own authority, beside what users and strangers
/// see.
class HostCertificatesTest {
    private static final String SUFFIX = ".hosts.pabal.internal";
    private static final Duration YEAR = Duration.ofDays(365);

    /// JSSE looks at the real clock when it verifies.
    private final Instant now = InstantSource.system().instant();

    @TempDir Path folder;
    private CertificateAuthority authority;

    @BeforeEach
    void begin() throws IOException {
        authority = authority("authority");
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.create(
                new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key")),
                "Pabal hosts of test",
                YEAR,
                now,
                new SecureRandom());
    }

    private CertificateFiles host(CertificateAuthority by, String name) throws IOException {
        var files =
                new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        CertifiedKey key = CertifiedKey.createIfAbsent(files.key());
        CertificateAuthority.writeChain(
                files,
                List.of(
                        by.issue(
                                CertifiedKey.requested(key.request()).orElseThrow(),
                                name + SUFFIX,
                                YEAR,
                                now),
                        by.certificate()));
        return files;
    }

    private TlsCertificates door() throws Exception {
        TlsCertificates door =
                new TlsCertificates(
                        List.of(
                                TestCertificates.write(
                                        folder.resolve("public"),
                                        "EC",
                                        "PKCS#8",
                                        Duration.ofDays(36500),
                                        "mail.example.org")),
                        InstantSource.system());
        door.admitHosts(host(authority, "back"), authority.certificate());
        return door;
    }

    private TlsClientContext client(CertificateFiles own) throws IOException {
        return TlsClientContext.trusting(List.of(authority.certificate())).presenting(own);
    }

    /// What the door knows of a client that has shown this, and asked for this name.
    private TlsFacts seen(TlsCertificates door, TlsClientContext client, String serverName)
            throws Exception {
        try (Wire wire = new Wire(WireLimits.standard())) {
            var heard = new LinkedBlockingQueue<TlsFacts>();
            var config =
                    ListenerConfig.of("t", new InetSocketAddress("127.0.0.1", 0))
                            .withImplicitTls(door, "");
            try (Listener listener =
                    new Listener(
                            wire,
                            config,
                            connection -> {
                                heard.add(connection.tls().orElseThrow());
                                connection.write("+".getBytes(StandardCharsets.US_ASCII));
                                connection.flush();
                            })) {
                listener.start();
                try (Connection connection =
                        new Connector(wire)
                                .connect(
                                        (InetSocketAddress) listener.boundAddress(),
                                        Duration.ofSeconds(5))) {
                    connection.startTlsClient(client, serverName, true);
                    connection.readDeadline(Duration.ofSeconds(5));
                    connection.readExactly(1, (octets, from, count) -> {});
                }
                return heard.take();
            }
        }
    }

    @Test
    void aHostIsKnownByItsCertificateAndIsNoUser() throws Exception {
        CertificateFiles front = host(authority, "front");
        TlsFacts facts = seen(door(), client(front), "back" + SUFFIX);
        assertThat(facts.hostCertificate())
                .contains(CertificateAuthority.readChain(front).getFirst());
        assertThat(facts.clientCertificate()).isEmpty();
        assertThat(facts.hostCertificate().orElseThrow().getSubjectAlternativeNames().toString())
                .contains("front" + SUFFIX);
    }

    @Test
    void aUserIsNoHost() throws Exception {
        CertificateAuthority users = authority("users");
        CertificateFiles bob = host(users, "bob");
        TlsCertificates door =
                new TlsCertificates(
                        List.of(host(authority, "back")),
                        InstantSource.system(),
                        Optional.of(ClientAuthorities.of(folder.resolve("users.pem"))),
                        TlsServerContext.ChannelBinding.OFFERED);
        door.admitHosts(host(authority, "back"), authority.certificate());
        TlsFacts facts = seen(door, client(bob), "back" + SUFFIX);
        assertThat(facts.clientCertificate())
                .contains(CertificateAuthority.readChain(bob).getFirst());
        assertThat(facts.hostCertificate()).isEmpty();
    }

    @Test
    void aHostOfAnotherAuthorityIsNobody() throws Exception {
        CertificateFiles stranger = host(authority("others"), "front");
        TlsFacts facts = seen(door(), client(stranger), "back" + SUFFIX);
        assertThat(facts.hostCertificate()).isEmpty();
        assertThat(facts.clientCertificate()).isEmpty();
    }

    @Test
    void aHostTakesOnlyTheCertificateOfTheHostItAskedFor() throws Exception {
        CertificateFiles front = host(authority, "front");
        TlsCertificates door = door();
        assertThatThrownBy(() -> seen(door, client(front), "other" + SUFFIX))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> seen(door, client(front), "mail.example.org"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void anAuthorityIsOpenedAgainFromItsFiles() throws Exception {
        var files =
                new CertificateFiles(
                        folder.resolve("authority.pem"), folder.resolve("authority.key"));
        CertificateAuthority again = CertificateAuthority.open(files, new SecureRandom());
        byte[] statement = {1, 2, 3};
        byte[] signature = again.sign(statement);
        assertThat(again.certificate()).isEqualTo(authority.certificate());
        assertThat(CertificateAuthority.hasSigned(again.certificate(), statement, signature))
                .isTrue();
        statement[0] = 9;
        assertThat(CertificateAuthority.hasSigned(again.certificate(), statement, signature))
                .isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
    }

    @Test
    void aRequestThatIsNotProvedByItsKeyIsNone() throws Exception {
        byte[] request = CertifiedKey.create(folder.resolve("k")).request();
        assertThat(CertifiedKey.requested(request)).isPresent();
        request[request.length - 20] ^= 1;
        assertThat(CertifiedKey.requested(request)).isEmpty();
        assertThat(CertifiedKey.requested(new byte[] {0x30, 0x03, 1})).isEmpty();
        assertThat(CertifiedKey.requested(new byte[0])).isEmpty();
    }
}
