// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.pabal.dns.Tlsa;

/// Reads TLSA records as senders of mail have to. RFC 6698 §2.1, RFC 7672 §3.1, RFC 7671.
final class TlsaRecords {
    static final int TRUST_ANCHOR = 2; // DANE-TA
    static final int END_ENTITY = 3; // DANE-EE
    static final int CERTIFICATE = 0;
    static final int PUBLIC_KEY = 1;
    static final int EXACT = 0;
    private static final int SHA_256 = 1;
    private static final int SHA_512 = 2;
    private static final int HEX_OF_256_BITS = 64;
    private static final int HEX_OF_512_BITS = 128;

    private TlsaRecords() {}

    /// Those that a certificate can be checked against. Usages 0 and 1 lean on authorities whom
    /// senders of mail have no common list of, RFC 7672 §3.1.3. Of digests for one usage and
    /// selector, the strongest alone counts, so that a weak one cannot be added. RFC 7671 §9
    static List<Tlsa> usable(List<Tlsa> all) {
        List<Tlsa> known = all.stream().filter(TlsaRecords::isUsable).distinct().toList();
        return known.stream()
                .filter(one -> one.matching() == EXACT || isStrongest(one, known))
                .toList();
    }

    private static boolean isUsable(Tlsa one) {
        int length = one.association().length();
        return (one.usage() == TRUST_ANCHOR || one.usage() == END_ENTITY)
                && (one.selector() == CERTIFICATE || one.selector() == PUBLIC_KEY)
                && switch (one.matching()) {
                    case EXACT -> length > 0;
                    case SHA_256 -> length == HEX_OF_256_BITS;
                    case SHA_512 -> length == HEX_OF_512_BITS;
                    default -> false;
                };
    }

    private static boolean isStrongest(Tlsa one, List<Tlsa> known) {
        return known.stream()
                .noneMatch(other ->
                        other.usage() == one.usage()
                                && other.selector() == one.selector()
                                && other.matching() > one.matching());
    }

    static boolean matches(Tlsa one, X509Certificate certificate) {
        try {
            byte[] selected =
                    one.selector() == CERTIFICATE
                            ? certificate.getEncoded()
                            : certificate.getPublicKey().getEncoded();
            return HexFormat.of().formatHex(matched(one, selected)).equals(one.association());
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static byte[] matched(Tlsa one, byte[] selected) throws NoSuchAlgorithmException {
        return switch (one.matching()) {
            case EXACT -> selected;
            case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            default -> MessageDigest.getInstance("SHA-512").digest(selected);
        };
    }
}
