// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostTrust;

/// What a certificate says of a host.
///
/// @param key SHA-256 of its public key
record HostCertificate(String host, String key) {
    private static final int DNS_NAME = 2;

    /// Empty unless the authority has made it, it is in its time, and its only name is that of a host.
    static Optional<HostCertificate> of(
            X509Certificate certificate, X509Certificate authority, Instant now) {
        try {
            certificate.verify(authority.getPublicKey());
            certificate.checkValidity(Date.from(now));
            if (certificate.getBasicConstraints() >= 0) {
                return Optional.empty();
            }
            return name(certificate)
                    .map(host ->
                            new HostCertificate(host, Fingerprint.of(certificate.getPublicKey())));
        } catch (GeneralSecurityException notGood) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null || names.size() != 1) {
            return Optional.empty();
        }
        List<?> only = names.iterator().next();
        String text = String.valueOf(only.get(1));
        return Integer.valueOf(DNS_NAME).equals(only.getFirst()) && text.endsWith(HostTrust.DOMAIN)
                ? HostName.parse(text.substring(0, text.length() - HostTrust.DOMAIN.length()))
                : Optional.empty();
    }

    /// The name in our own certificate.
    static Optional<String> nameIn(X509Certificate own) {
        try {
            return name(own);
        } catch (CertificateException unreadable) {
            return Optional.empty();
        }
    }
}
