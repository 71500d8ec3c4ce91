// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.testkit.TrustingTls;

class TlsConnectionTest {

    private static final String NEWER = "TLSv1.3";
    private static final String OLDER = "TLSv1.2";

    @TempDir static Path folder;

    private static TlsServerContext server() throws IOException {
        var files =
                SelfSigned.createIfAbsent(
                        folder, "mail.example.org", InstantSource.fixed(TestCertificates.NOW));
        return new TlsCertificates(List.of(files), InstantSource.fixed(TestCertificates.NOW));
    }

    /// A session of TLS: ours in the server's role, and a peer of another make.
    private static SSLSocket tls(Ends ends, String version) throws Exception {
        SSLSocket client = layered(ends);
        client.setEnabledProtocols(new String[] {version});
        var ours = Ends.aside(() -> started(ends));
        client.startHandshake();
        assertThat(ours.get()).isTrue();
        return client;
    }

    private static boolean started(Ends ends) throws IOException {
        ends.ours.startTls(server());
        return true;
    }

    private static SSLSocket layered(Ends ends) throws IOException {
        return (SSLSocket)
                TrustingTls.context()
                        .getSocketFactory()
                        .createSocket(ends.peer, "localhost", ends.peer.getPort(), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWER, OLDER})
    void linesAndBodiesGoBothWays(String version) throws Exception {
        try (Ends ends = Ends.standard()) {
            SSLSocket client = tls(ends, version);
            assertThat(ends.ours.tls().orElseThrow().version()).isEqualTo(version);
            byte[] large = new byte[2_000_000];
            new Random(5).nextBytes(large);
            var peer =
                    Ends.aside(() -> {
                        client.getOutputStream().write(Octets.of("A\r\nB\r\n"));
                        client.getOutputStream().write(large);
                        byte[] back = client.getInputStream().readNBytes(large.length);
                        return java.util.Arrays.equals(back, large);
                    });
            assertThat(ends.line()).isEqualTo("A");
            assertThat(ends.line()).isEqualTo("B");
            var got = new ByteArrayOutputStream();
            ends.ours.readExactly(large.length, got::write);
            assertThat(got.toByteArray()).isEqualTo(large);
            ends.ours.write(large);
            ends.ours.flush();
            assertThat(peer.get()).isTrue();
            assertThat(ends.wire.buffersInUse()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWER, OLDER})
    void connectionThatWaitsHoldsNoBuffer(String version) throws Exception {
        try (Ends ends = new Ends(WireLimits.standard().withHold(Duration.ofMillis(1)))) {
            SSLSocket client = tls(ends, version);
            for (String command : List.of("NOOP", "x".repeat(900), "IDLE")) {
                var line = Ends.aside(ends::line);
                line.awaitBlocked();
                Await.until("no buffer is held", () -> ends.wire.buffersInUse() == 0);
                client.getOutputStream().write(Octets.of(command + "\r\n"));
                assertThat(line.get()).isEqualTo(command);
            }
        }
    }

    @Test
    void recordsMayComeOctetByOctet() throws Exception {
        try (Ends ends = Ends.standard()) {
            SSLSocket client = tls(ends, NEWER);
            var line = Ends.aside(ends::line);
            for (String part : List.of("N", "O", "O", "P", "\r", "\n")) {
                client.getOutputStream().write(Octets.of(part));
            }
            assertThat(line.get()).isEqualTo("NOOP");
        }
    }

    /// THREATS T01, T02.
    @Test
    void octetsBehindStarttlsAreAnAttack() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("STARTTLS\r\nNOOP\r\n");
            assertThat(ends.line()).isEqualTo("STARTTLS");
            assertThatThrownBy(() -> ends.ours.startTls(server()))
                    .isInstanceOf(Connection.StartTlsInjection.class);
        }
    }

    @Test
    void octetsBehindStarttlsInALaterSegmentFailTheHandshake() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.peerSays("STARTTLS\r\n");
            assertThat(ends.line()).isEqualTo("STARTTLS");
            ends.peerSays("NOOP\r\n");
            assertThatThrownBy(() -> ends.ours.startTls(server()))
                    .isInstanceOfAny(SSLException.class, Connection.StartTlsInjection.class);
        }
    }

    /// THREATS T05.
    @Test
    void oldVersionsAndSuitesAreRefused() throws Exception {
        for (String suite :
                List.of(
                        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")) {
            try (Ends ends = Ends.standard()) {
                SSLSocket client = layered(ends);
                client.setEnabledProtocols(new String[] {OLDER});
                client.setEnabledCipherSuites(new String[] {suite});
                var ours = Ends.aside(() -> started(ends));
                assertThatThrownBy(client::startHandshake).isInstanceOf(IOException.class);
                assertThatThrownBy(ours::get).isInstanceOf(SSLException.class);
            }
        }
    }

    /// THREATS T05: a renegotiation could splice two clients' sessions together.
    @Test
    void renegotiationIsRefused() throws Exception {
        try (Ends ends = Ends.standard()) {
            SSLSocket client = tls(ends, OLDER);
            client.getOutputStream().write(Octets.of("NOOP\r\n"));
            assertThat(ends.line()).isEqualTo("NOOP");
            var again =
                    Ends.aside(() -> {
                        client.startHandshake();
                        return client.getInputStream().read();
                    });
            assertThatThrownBy(ends::line)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("renegotiation");
            ends.ours.close();
            assertThatThrownBy(
                            () -> {
                                if (again.get() < 0) {
                                    throw new EOFException();
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    /// THREATS T06.
    @Test
    void serverNameIsKnownWhenItIsAHostName() throws Exception {
        try (Ends ends = Ends.standard()) {
            SSLSocket client = layered(ends);
            SSLParameters parameters = client.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("imap.example.org")));
            client.setSSLParameters(parameters);
            var ours = Ends.aside(() -> started(ends));
            client.startHandshake();
            assertThat(ours.get()).isTrue();
            assertThat(ends.ours.tls().orElseThrow().serverName()).contains("imap.example.org");
        }
    }

    /// THREATS T06: a name is never more than a name.
    @Test
    void oddServerNamesAreNone() {
        for (String odd : List.of("a..b", "..\\x", "a/b", "a\0b", "x".repeat(300), ".", "-a")) {
            byte[] octets = Octets.of(odd);
            try {
                var name = new SNIHostName(octets);
                assertThat(TlsFactsOfSession.hostName(List.of(name))).isEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("refused by the runtime already").isNotNull();
            }
        }
        assertThat(TlsFactsOfSession.hostName(List.of(new SNIHostName("a-1.example"))))
                .contains("a-1.example");
    }

    /// THREATS T07.
    @Test
    void handshakeThatIsLeftIsGivenUp() throws Exception {
        try (Ends ends = new Ends(WireLimits.standard().withHandshake(Duration.ofMillis(40)))) {
            ends.peerSays("\u0016\u0003\u0001");
            assertThatThrownBy(() -> ends.ours.startTls(server(), true))
                    .isInstanceOf(SocketTimeoutException.class);
            ends.ours.close();
            assertThat(ends.wire.buffersInUse()).isZero();
        }
    }

    /// THREATS T08.
    @Test
    void tcpEndWithoutCloseNotifyWithinABodyIsAnError() throws Exception {
        for (boolean dotted : List.of(true, false)) {
            try (Ends ends = Ends.standard()) {
                SSLSocket client = tls(ends, NEWER);
                client.getOutputStream().write(Octets.of("half a body\r\n"));
                ends.peer.shutdownOutput();
                assertThatThrownBy(
                                () -> {
                                    if (dotted) {
                                        ends.ours.readDotBody((_, _, _) -> {});
                                    } else {
                                        ends.ours.readExactly(100, (_, _, _) -> {});
                                    }
                                })
                        .isInstanceOf(EOFException.class);
            }
        }
    }

    /// THREATS T09.
    @ParameterizedTest
    @ValueSource(strings = {NEWER, OLDER})
    void plainOctetsBehindCloseNotifyAreNeverRead(String version) throws Exception {
        try (Ends ends = Ends.standard()) {
            SSLSocket client = tls(ends, version);
            client.getOutputStream().write(Octets.of("half"));
            client.shutdownOutput();
            try {
                ends.peerSays("rest of the body\r\n.\r\nMAIL FROM:<e@x>\r\n");
            } catch (java.io.UncheckedIOException e) {
                assertThat(e).as("this TLS ends both ways at once").isNotNull();
            }
            var got = new ByteArrayOutputStream();
            assertThatThrownBy(() -> ends.ours.readExactly(20, got::write))
                    .isInstanceOf(EOFException.class);
            assertThat(got).hasToString("half");
            assertThat(ends.line()).isEqualTo("(end)");
        }
    }

    @Test
    void bothEndsOfOursBindTheSameChannel() throws Exception {
        for (boolean verify : List.of(true, false)) {
            try (OurEnds ends = new OurEnds()) {
                var server =
                        Ends.aside(() -> {
                            ends.server.startTls(server());
                            return ends.server.tls().orElseThrow();
                        });
                ends.client.startTlsClient(trusted(), "mail.example.org", verify);
                TlsFacts facts = ends.client.tls().orElseThrow();
                assertThat(facts.version()).isEqualTo(NEWER);
                for (String type : List.of("tls-exporter", "tls-server-end-point")) {
                    assertThat(facts.channelBindings().get(type)).hasSize(32);
                    assertThat(server.get().channelBindings().get(type))
                            .isEqualTo(facts.channelBindings().get(type));
                }
            }
        }
    }

    @Test
    void verifiedPeerMustBeTrustedAndNamed() throws Exception {
        try (OurEnds ends = new OurEnds()) {
            var server = Ends.aside(() -> startedQuietly(ends));
            assertThatThrownBy(() ->
                            ends.client.startTlsClient(
                                    TlsClientContext.trustingAuthorities(),
                                    "mail.example.org",
                                    true))
                    .isInstanceOf(SSLException.class);
            assertThat(server.get()).isFalse();
        }
        try (OurEnds ends = new OurEnds()) {
            var server = Ends.aside(() -> startedQuietly(ends));
            assertThatThrownBy(() -> ends.client.startTlsClient(trusted(), "mx.example.net", true))
                    .isInstanceOf(SSLException.class);
            assertThat(server.get()).isFalse();
        }
        try (OurEnds ends = new OurEnds()) {
            var server = Ends.aside(() -> startedQuietly(ends));
            ends.client.startTlsClient(TlsClientContext.trustingAuthorities(), "192.0.2.1", false);
            assertThat(server.get()).isTrue();
        }
    }

    private static boolean startedQuietly(OurEnds ends) {
        try {
            ends.server.startTls(server());
            // With TLS 1.3 a client's refusal comes after the server's part is done.
            ends.server.readDeadline(Duration.ofMillis(100));
            ends.server.readLine(10, 10);
            return true;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static TlsClientContext trusted() throws IOException {
        server();
        var files =
                new CertificateFiles(
                        folder.resolve("self-signed.pem"), folder.resolve("self-signed.key"));
        return TlsClientContext.trusting(PemFiles.read(files).chain());
    }

    /// Both ends ours.
    private static final class OurEnds implements AutoCloseable {
        final Wire wire = new Wire(WireLimits.standard());
        final SocketConnection client;
        final SocketConnection server;

        OurEnds() throws IOException {
            try (var listening = java.nio.channels.ServerSocketChannel.open()) {
                listening.bind(
                        new java.net.InetSocketAddress(
                                java.net.InetAddress.getLoopbackAddress(), 0));
                client =
                        new Connector(wire)
                                .connect(
                                        (java.net.InetSocketAddress) listening.getLocalAddress(),
                                        Duration.ofSeconds(10));
                server = new SocketConnection(wire, listening.accept(), "test");
            }
        }

        @Override
        public void close() {
            client.close();
            server.close();
            wire.close();
        }
    }
}
