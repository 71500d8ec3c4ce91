// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a certificate says of itself.
///
/// @param names in lower case, with `*.` where it is for all below
/// @param isSelfMade nobody else vouches for it
record CertificateFacts(List<String> names, String issuer, Instant notAfter, boolean isSelfMade) {
    /// Names of the DNS among the subject's other names. RFC 5280 §4.2.1.6
    private static final int DNS_NAME = 2;

    static Optional<CertificateFacts> of(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate own = chain.getFirst();
        return Optional.of(
                new CertificateFacts(
                        names(own),
                        own.getIssuerX500Principal().getName(),
                        own.getNotAfter().toInstant(),
                        own.getIssuerX500Principal().equals(own.getSubjectX500Principal())));
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .distinct()
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    /// Whether clients that ask for this name are content. RFC 9525 §6.3
    boolean covers(String name) {
        int dot = name.indexOf('.');
        return names.contains(name) || dot > 0 && names.contains("*" + name.substring(dot));
    }
}
