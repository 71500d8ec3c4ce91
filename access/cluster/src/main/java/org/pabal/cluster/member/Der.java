// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/// Certificates and requests for them in the fields of a call: DER in base64.
final class Der {
    private Der() {}

    static String print(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }

    static String print(X509Certificate certificate) {
        try {
            return print(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    static Optional<byte[]> parse(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static Optional<X509Certificate> certificate(String text) {
        return parse(text).flatMap(Der::certificate);
    }

    private static Optional<X509Certificate> certificate(byte[] der) {
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException malformed) {
            return Optional.empty();
        }
    }
}
