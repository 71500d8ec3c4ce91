// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS in the client's role: whom to trust when a peer is verified.
public final class TlsClientContext {

    private final SSLContext verifying;
    private final SSLContext anyone;

    private TlsClientContext(@Nullable KeyStore trusted) {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            this.verifying = context(trust.getTrustManagers());
            this.anyone = context(new TrustManager[] {new Anyone()});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot set TLS up", e);
        }
    }

    /// Trusts the authorities that the Java runtime trusts.
    public static TlsClientContext trustingAuthorities() {
        return new TlsClientContext(null);
    }

    /// Trusts these certificates, or what they signed, alone.
    public static TlsClientContext trusting(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            return new TlsClientContext(store);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalArgumentException("these certificates cannot be trusted", e);
        }
    }

    private static SSLContext context(TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    /// @param verify whether the certificate must lead to one trusted and name the server
    SSLEngine newEngine(String serverName, int port, boolean verify) {
        SSLContext context = verify ? verifying : anyone;
        SSLEngine engine = context.createSSLEngine(serverName, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = TlsParameters.of(engine);
        if (isDomain(serverName)) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        if (verify) {
            // The rules of RFC 6125 for host names, which all of the Internet's protocols share.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /// An address is never sent as SNI. RFC 6066 §3.
    private static boolean isDomain(String name) {
        return !name.contains(":")
                && !name.matches("[0-9.]*")
                && name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    }

    /// For opportunistic TLS, which is better than none whoever the peer is. RFC 7435.
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
