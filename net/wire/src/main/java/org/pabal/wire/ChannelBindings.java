// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What makes one TLS session distinguishable from another in the middle of it. RFC 5056.
final class ChannelBindings {
    private static final String EXPORTER = "tls-exporter";
    private static final String SERVER_END_POINT = "tls-server-end-point";

    /// RFC 9266 §2.
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_OCTETS = 32;

    /// Java's names of signature algorithms: `SHA256withRSA`, `SHA3-384withECDSA`, `MD5withRSA`.
    private static final Pattern HASH_AND_KEY =
            Pattern.compile("(MD\\d|SHA1|SHA\\d{3}|SHA3-\\d{3})WITH.*");

    private ChannelBindings() {}

    static Map<String, byte[]> ofServer(SSLSession session) {
        return of(session, session.getLocalCertificates());
    }

    static Map<String, byte[]> ofClient(SSLSession session) {
        try {
            return of(session, session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException anonymous) {
            return of(session, null);
        }
    }

    private static Map<String, byte[]> of(
            SSLSession session, Certificate @Nullable [] serverChain) {
        Map<String, byte[]> bindings = new HashMap<>();
        exporter(session).ifPresent(value -> bindings.put(EXPORTER, value));
        if (serverChain != null
                && serverChain.length > 0
                && serverChain[0] instanceof X509Certificate own) {
            serverEndPoint(own).ifPresent(value -> bindings.put(SERVER_END_POINT, value));
        }
        return bindings;
    }

    /// Absent for a TLS 1.2 session without extended master secret, where it would bind nothing.
    private static Optional<byte[]> exporter(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    extended.exportKeyingMaterialData(
                            EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS));
        } catch (SSLKeyException | UnsupportedOperationException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /// The certificate's hash by the hash function of its own signature; SHA-256 in place of the
    /// broken ones. Not defined for a signature without one such function: Ed25519. RFC 5929 §4.1.
    static Optional<byte[]> serverEndPoint(X509Certificate certificate) {
        try {
            Optional<String> hash = hashOf(certificate);
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> hashOf(X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            try {
                parameters.init(certificate.getSigAlgParams());
                return Optional.of(
                        strong(
                                parameters
                                        .getParameterSpec(PSSParameterSpec.class)
                                        .getDigestAlgorithm()));
            } catch (IOException malformed) {
                return Optional.empty();
            }
        }
        Matcher named = HASH_AND_KEY.matcher(algorithm);
        return named.matches() ? Optional.of(strong(named.group(1))) : Optional.empty();
    }

    /// Java's name of the function.
    private static String strong(String hash) {
        String name =
                hash.startsWith("SHA") && !hash.contains("-") ? "SHA-" + hash.substring(3) : hash;
        return name.startsWith("MD") || name.equals("SHA-1") ? "SHA-256" : name;
    }
}
