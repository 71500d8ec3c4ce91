// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate with its key (ECDSA P-256), and what it certifies.
///
/// @param now what its dates are counted from
public record Certified(X509Certificate certificate, KeyPair key, Instant now) {
    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    public enum Life {
        NOW,
        PAST
    }

    /// Signed by itself.
    public static Certified authority(String name, Instant now) {
        KeyPair key = newKey();
        X500Principal subject = new X500Principal("CN=" + name);
        return new Certified(
                make(subject, key, subject, key, now, Life.NOW, true, Optional.empty()), key, now);
    }

    public Certified authority(String name) {
        return made(new X500Principal("CN=" + name), Life.NOW, true, Optional.empty());
    }

    /// For one name, which stands where it should.
    public Certified server(Life life, String name) {
        return made(new X500Principal("CN=mail server"), life, false, Optional.of(name));
    }

    public Certified serverOfCommonName(String name) {
        return made(new X500Principal("CN=" + name), Life.NOW, false, Optional.empty());
    }

    private Certified made(
            X500Principal subject, Life life, boolean authority, Optional<String> name) {
        KeyPair own = newKey();
        return new Certified(
                make(
                        certificate.getSubjectX500Principal(),
                        key,
                        subject,
                        own,
                        now,
                        life,
                        authority,
                        name),
                own,
                now);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate make(
            X500Principal issuer,
            KeyPair issuerKey,
            X500Principal subject,
            KeyPair key,
            Instant now,
            Life life,
            boolean authority,
            Optional<String> name) {
        Instant end = life == Life.NOW ? now.plus(Duration.ofDays(30)) : now.minusSeconds(3600);
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(SERIAL.getAndIncrement()),
                        Date.from(now.minus(Duration.ofDays(30))),
                        Date.from(end),
                        subject,
                        key.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (name.isPresent()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name.get())));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(issuerKey.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// It and who certified it, as servers read them.
    ///
    /// @param above in the order in which they are sent
    public String pem(Certified... above) {
        StringBuilder pem = new StringBuilder();
        try {
            pem.append(pem("CERTIFICATE", certificate.getEncoded()));
            for (Certified one : above) {
                pem.append(pem("CERTIFICATE", one.certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return pem.toString();
    }

    /// The private key, PKCS #8, with the public one in it, which GnuTLS asks for and Java leaves out.
    public String keyPem() {
        try {
            SubjectPublicKeyInfo known =
                    SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded());
            PrivateKeyInfo whole =
                    new PrivateKeyInfo(
                            known.getAlgorithm(),
                            new ECPrivateKey(
                                    256,
                                    ((java.security.interfaces.ECPrivateKey) key.getPrivate())
                                            .getS(),
                                    known.getPublicKeyData(),
                                    known.getAlgorithm().getParameters()));
            return pem("PRIVATE KEY", whole.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] octets) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
