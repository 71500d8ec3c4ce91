// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Which hosts a certificate names. RFC 7672 §3.2.3.
final class CertificateNames {
    private static final int DNS_NAME = 2; // of GeneralName, RFC 5280 §4.2.1.6

    private CertificateNames() {}

    /// @param host in A-labels
    static boolean include(X509Certificate certificate, String host) {
        return of(certificate).stream().anyMatch(name -> matches(name, host));
    }

    /// The common name counts only where no other name does.
    private static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> one : alternatives) {
                    if (one.get(0).equals(DNS_NAME) && one.get(1) instanceof String name) {
                        names.add(name);
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names.isEmpty() ? commonName(certificate) : names;
    }

    /// From the text of RFC 4514 §2, in which only a backslash escapes; a name of a host has none.
    private static List<String> commonName(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        String subject = certificate.getSubjectX500Principal().getName();
        int start = 0;
        for (int at = 0; at <= subject.length(); at++) {
            if (at == subject.length() || subject.charAt(at) == ',' || subject.charAt(at) == '+') {
                String attribute = subject.substring(start, at);
                if (attribute.regionMatches(true, 0, "CN=", 0, 3)) {
                    names.add(attribute.substring(3));
                }
                start = at + 1;
            } else if (subject.charAt(at) == '\\') {
                at++;
            }
        }
        return names;
    }

    /// A wildcard stands for the whole leftmost label.
    private static boolean matches(String name, String host) {
        String certified = name.toLowerCase(Locale.ROOT);
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return certified.equals(wanted)
                || certified.startsWith("*.")
                        && dot > 0
                        && certified.substring(1).equals(wanted.substring(dot));
    }
}
