// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// The authorities whose client certificates say who a client is.
///
/// Clients are asked for a certificate and may have none. One of another authority does no harm
/// either: other servers show theirs to everybody. It is looked at after the handshake, and what is
/// not good is as if it had not been shown.
public final class ClientAuthorities {
    private final X509TrustManager judge;

    private ClientAuthorities(X509TrustManager judge) {
        this.judge = judge;
    }

    /// @param file PEM, one certificate or several
    /// @throws IOException when it cannot be used; says why
    public static ClientAuthorities of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            List<X509Certificate> authorities = new ArrayList<>();
            for (Certificate certificate : read) {
                authorities.add((X509Certificate) certificate);
            }
            if (authorities.isEmpty()) {
                throw new IOException("there is no certificate in " + file);
            }
            return of(authorities);
        } catch (CertificateException malformed) {
            throw new IOException(
                    file + " does not hold certificates in PEM form: " + malformed.getMessage(),
                    malformed);
        }
    }

    static ClientAuthorities of(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return new ClientAuthorities(found);
                }
            }
            throw new IllegalStateException("this Java runtime judges no certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("these certificates cannot be trusted", e);
        }
    }

    /// The certificate that the client showed, if one of the authorities vouches for it.
    Optional<X509Certificate> clientCertificate(SSLSession session) {
        try {
            X509Certificate[] chain = chain(session.getPeerCertificates());
            judge.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return Optional.of(chain[0]);
        } catch (SSLPeerUnverifiedException | CertificateException notGood) {
            return Optional.empty();
        }
    }

    private static X509Certificate[] chain(Certificate[] shown) {
        X509Certificate[] chain = new X509Certificate[shown.length];
        for (int i = 0; i < shown.length; i++) {
            chain[i] = (X509Certificate) shown[i];
        }
        return chain;
    }

    /// For the handshake: names the authorities and lets everyone pass.
    static TrustManager[] forHandshakes(List<ClientAuthorities> all) {
        List<X509Certificate> named = new ArrayList<>();
        all.forEach(one -> named.addAll(List.of(one.judge.getAcceptedIssuers())));
        return new TrustManager[] {new Asking(named.toArray(new X509Certificate[0]))};
    }

    private static final class Asking extends X509ExtendedTrustManager {
        private final X509Certificate[] authorities;

        Asking(X509Certificate[] authorities) {
            this.authorities = authorities;
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.clone();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw noServer();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw noServer();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw noServer();
        }

        private static CertificateException noServer() {
            return new CertificateException("this end is the server");
        }
    }
}
