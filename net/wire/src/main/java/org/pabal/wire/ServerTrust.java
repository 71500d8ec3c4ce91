// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whether a client takes a server's certificate: one judgement, whatever way TLS asks for it.
abstract class ServerTrust extends X509ExtendedTrustManager {

    /// @param engine of the connection; null when TLS does not say
    abstract void judge(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException;

    /// Takes everyone, and tells of those whom another does not trust.
    static final class Tolerant extends ServerTrust {
        private final X509ExtendedTrustManager strict;
        private final Consumer<CertificateException> witness;

        Tolerant(X509ExtendedTrustManager strict, Consumer<CertificateException> witness) {
            this.strict = strict;
            this.witness = witness;
        }

        @Override
        void judge(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {
            try {
                if (engine == null) {
                    strict.checkServerTrusted(chain, type);
                } else {
                    strict.checkServerTrusted(chain, type, engine);
                }
            } catch (CertificateException distrusted) {
                witness.accept(distrusted);
            }
        }
    }

    /// Asks a check of ours.
    static final class Checking extends ServerTrust {
        private final CertificateCheck check;

        Checking(CertificateCheck check) {
            this.check = check;
        }

        @Override
        void judge(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
                throws CertificateException {
            check.check(List.of(chain));
        }
    }

    /// For opportunistic TLS, which is better than none whoever the peer is. RFC 7435.
    static final class Anyone extends ServerTrust {
        @Override
        void judge(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        judge(chain, type, null);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        judge(chain, type, null);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        judge(chain, type, engine);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw noClients();
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw noClients();
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw noClients();
    }

    private static CertificateException noClients() {
        return new CertificateException("this end has no clients");
    }

    @Override
    public final X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
