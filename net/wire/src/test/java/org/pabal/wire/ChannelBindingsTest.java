// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/// `tls-server-end-point`: which hash of a certificate. RFC 5929 §4.1.
class ChannelBindingsTest {

    private static X509Certificate signed(String key, JcaContentSignerBuilder signer)
            throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(key).generateKeyPair();
        X500Principal subject = new X500Principal("CN=test");
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(
                                        subject,
                                        BigInteger.ONE,
                                        Date.from(TestCertificates.NOW),
                                        Date.from(TestCertificates.NOW),
                                        subject,
                                        pair.getPublic())
                                .build(signer.build(pair.getPrivate())));
    }

    @Test
    void theHashIsThatOfTheSignatureAndNeverABrokenOne() throws Exception {
        String[][] cases = {
            {"RSA", "SHA256withRSA", "SHA-256"},
            {"RSA", "SHA512withRSA", "SHA-512"},
            {"RSA", "SHA1withRSA", "SHA-256"},
            {"RSA", "MD5withRSA", "SHA-256"},
            {"EC", "SHA384withECDSA", "SHA-384"},
            {"EC", "SHA224withECDSA", "SHA-224"},
        };
        for (String[] each : cases) {
            X509Certificate certificate = signed(each[0], new JcaContentSignerBuilder(each[1]));
            assertThat(ChannelBindings.serverEndPoint(certificate).orElseThrow())
                    .as(each[1])
                    .isEqualTo(MessageDigest.getInstance(each[2]).digest(certificate.getEncoded()));
        }
    }

    @Test
    void thatOfAPssSignatureStandsInItsParameters() throws Exception {
        PSSParameterSpec pss =
                new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
        X509Certificate certificate =
                signed(
                        "RSA",
                        new JcaContentSignerBuilder("SHA384withRSAandMGF1", pss)
                                .setProvider(new BouncyCastleProvider()));
        assertThat(ChannelBindings.serverEndPoint(certificate).orElseThrow())
                .isEqualTo(MessageDigest.getInstance("SHA-384").digest(certificate.getEncoded()));
    }

    @Test
    void aSignatureWithoutAHashFunctionBindsNothing() throws Exception {
        X509Certificate certificate = signed("Ed25519", new JcaContentSignerBuilder("Ed25519"));
        assertThat(ChannelBindings.serverEndPoint(certificate)).isEmpty();
    }
}
