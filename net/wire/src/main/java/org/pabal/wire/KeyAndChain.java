// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A server's key and certificates.
///
/// @param chain the server's own first
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    private static final int DNS_NAME = 2;

    X509Certificate own() {
        return chain.getFirst();
    }

    /// The host names that the certificate is for, RFC 6125 §6.4; the common name does not count.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> all = own().getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> name : all) {
                    if (Integer.valueOf(DNS_NAME).equals(name.getFirst())) {
                        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // A certificate whose names cannot be read has none: it serves as the default only.
            return Set.of();
        }
        return names;
    }

    /// Whether the certificate is for this host, by name or by a wildcard for its first label.
    boolean isFor(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        return names().contains(lower) || (dot > 0 && names().contains("*" + lower.substring(dot)));
    }
}
