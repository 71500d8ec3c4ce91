// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.pabal.dns.Tlsa;
import org.pabal.wire.CertificateCheck;

/// Checks a mail exchanger's certificates against its TLSA records. RFC 7672 §3.
///
/// Usage 3 (DANE-EE) binds the server's own key, and nothing else in the certificate counts: neither
/// names nor dates (§3.1.1). Usage 2 (DANE-TA) binds who signed it: a chain that is good now must
/// lead there, and the certificate must name the server (§3.1.2, §3.2.3).
///
/// @param records usable ones, see {@link TlsaRecords#usable}
/// @param names of which the certificate must bear one under usage 2
record DaneCheck(List<Tlsa> records, List<String> names, InstantSource clock)
        implements CertificateCheck {
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    @Override
    public void check(List<X509Certificate> chain) throws CertificateException {
        if (chain.isEmpty()) {
            throw new CertificateException("DANE: the server has no certificate");
        }
        X509Certificate own = chain.getFirst();
        for (Tlsa one : records) {
            if (one.usage() == TlsaRecords.END_ENTITY && TlsaRecords.matches(one, own)) {
                return;
            }
        }
        Set<TrustAnchor> anchors = anchors(chain);
        if (anchors.isEmpty()) {
            throw new CertificateException("DANE: no TLSA record matches the certificate");
        }
        own.checkValidity(Date.from(clock.instant()));
        build(chain, anchors);
        if (names.stream().noneMatch(name -> CertificateNames.include(own, name))) {
            throw new CertificateException(
                    "DANE: No name matching " + String.join(" or ", names) + " found");
        }
    }

    /// Those of the chain that a record of usage 2 matches, and those that stand in a record whole.
    private Set<TrustAnchor> anchors(List<X509Certificate> chain) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (Tlsa one : records) {
            if (one.usage() == TlsaRecords.TRUST_ANCHOR) {
                chain.stream()
                        .skip(1)
                        .filter(each -> TlsaRecords.matches(one, each))
                        .forEach(each -> anchors.add(new TrustAnchor(each, null)));
                if (one.matching() == TlsaRecords.EXACT) {
                    addGiven(one, chain, anchors);
                }
            }
        }
        return anchors;
    }

    /// An anchor need not be sent when the record holds it. A bare key is that of whoever may have
    /// issued what was sent. RFC 7671 §5.2.3
    private static void addGiven(Tlsa one, List<X509Certificate> chain, Set<TrustAnchor> anchors) {
        byte[] octets = HexFormat.of().parseHex(one.association());
        if (one.selector() == TlsaRecords.CERTIFICATE) {
            try {
                if (CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(octets))
                        instanceof X509Certificate given) {
                    anchors.add(new TrustAnchor(given, null));
                }
            } catch (CertificateException notACertificate) {
                // Nothing can match it.
            }
            return;
        }
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                PublicKey key =
                        KeyFactory.getInstance(algorithm)
                                .generatePublic(new X509EncodedKeySpec(octets));
                chain.forEach(each ->
                        anchors.add(new TrustAnchor(each.getIssuerX500Principal(), key, null)));
            } catch (GeneralSecurityException ofAnother) {
                // The next algorithm.
            }
        }
    }

    private void build(List<X509Certificate> chain, Set<TrustAnchor> anchors)
            throws CertificateException {
        try {
            X509CertSelector own = new X509CertSelector();
            own.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (CertPathBuilderException noPath) {
            throw new CertificateException(
                    "DANE: no chain leads to a trust anchor: " + noPath.getMessage(), noPath);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("DANE: the chain cannot be checked", e);
        }
    }
}
