// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.testing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.pabal.dns.Tlsa;

/// The TLSA record that stands for a certificate.
public final class TlsaOf {
    private TlsaOf() {}

    public static Tlsa certificate(
            X509Certificate certificate, int usage, int selector, int matching) {
        try {
            byte[] selected =
                    selector == 0
                            ? certificate.getEncoded()
                            : certificate.getPublicKey().getEncoded();
            byte[] matched =
                    switch (matching) {
                        case 0 -> selected;
                        case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                        default -> MessageDigest.getInstance("SHA-512").digest(selected);
                    };
            return new Tlsa(usage, selector, matching, HexFormat.of().formatHex(matched));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
