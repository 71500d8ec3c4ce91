// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.testkit.TrustingTls;

class ClientAuthoritiesTest {
    @TempDir Path folder;

    private CertificateFiles certificate(String name) throws Exception {
        return TestCertificates.write(
                folder.resolve(name), "EC", "PKCS#8", Duration.ofDays(36500), name);
    }

    /// Shows its certificate whichever authorities the server names.
    private static final class Shown extends X509ExtendedKeyManager {
        private final KeyAndChain own;

        Shown(KeyAndChain own) {
            this.own = own;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return own.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.key();
        }
    }

    /// What the server knows of its client when the handshake is done.
    private Optional<X509Certificate> seen(
            String version, CertificateFiles trusted, KeyManager... client) throws Exception {
        TlsServerContext server =
                new TlsCertificates(
                        List.of(certificate("mail.example.org")),
                        InstantSource.fixed(TestCertificates.NOW),
                        Optional.of(ClientAuthorities.of(trusted.chain())),
                        TlsServerContext.ChannelBinding.OFFERED);
        try (Ends ends = Ends.standard()) {
            SSLSocket peer =
                    (SSLSocket)
                            TrustingTls.context(client)
                                    .getSocketFactory()
                                    .createSocket(
                                            ends.peer, "localhost", ends.peer.getPort(), true);
            peer.setEnabledProtocols(new String[] {version});
            Ends.Other<Optional<X509Certificate>> ours =
                    Ends.aside(() -> {
                        ends.ours.startTls(server);
                        return ends.ours.tls().orElseThrow().clientCertificate();
                    });
            peer.startHandshake();
            return ours.get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whomAnAuthorityVouchesForIsKnown(String version) throws Exception {
        CertificateFiles bob = certificate("bob");
        KeyAndChain shown = PemFiles.read(bob);
        assertThat(seen(version, bob, new Shown(shown))).contains(shown.own());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void othersAreServedAsIfTheyHadShownNothing(String version) throws Exception {
        CertificateFiles authority = certificate("authority");
        Shown stranger = new Shown(PemFiles.read(certificate("stranger")));
        assertThat(seen(version, authority, stranger)).isEmpty();
        assertThat(seen(version, authority)).isEmpty();
    }

    @Test
    void aFileWithoutCertificatesIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing\n");
        assertThatThrownBy(() -> ClientAuthorities.of(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.pem");
    }
}
