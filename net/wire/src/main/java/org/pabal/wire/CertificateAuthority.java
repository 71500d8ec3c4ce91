// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority of our own, which vouches for the hosts of one mail system and for nobody else: a key
/// that never leaves its host, and a certificate that every host knows. ECDSA P-256 throughout.
///
/// It also signs what hosts believe of each other, so that a list of them is believed whoever brings
/// it.
public final class CertificateAuthority {
    private static final int SERIAL_OCTETS = 16;
    private static final String SIGNATURE = "SHA256withECDSA";

    /// For peers whose clock is behind.
    private static final Duration BACKDATED = Duration.ofDays(1);

    private final KeyAndChain own;
    private final RandomGenerator random;

    private CertificateAuthority(KeyAndChain own, RandomGenerator random) {
        this.own = own;
        this.random = random;
    }

    /// Makes key (mode 0600) and certificate; what is in the files is replaced.
    ///
    /// @param name of letters, digits and spaces: where clients choose among certificates they may show
    ///     it
    public static CertificateAuthority create(
            CertificateFiles files, String name, Duration life, Instant now, RandomGenerator random)
            throws IOException {
        CertifiedKey key = CertifiedKey.create(files.key());
        X500Principal subject = new X500Principal("O=Pabal,CN=" + name);
        var builder = builder(subject, subject, key.publicKey(), now.plus(life), now, random);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
        X509Certificate certificate = signed(builder, key.privateKey());
        writeChain(files, List.of(certificate));
        return new CertificateAuthority(
                new KeyAndChain(key.privateKey(), List.of(certificate)), random);
    }

    public static CertificateAuthority open(CertificateFiles files, RandomGenerator random)
            throws IOException {
        return new CertificateAuthority(PemFiles.read(files), random);
    }

    public X509Certificate certificate() {
        return own.own();
    }

    /// A certificate for a host in either role, server and client.
    ///
    /// @param dnsName the only name in it
    public X509Certificate issue(PublicKey key, String dnsName, Duration life, Instant now)
            throws IOException {
        var builder =
                builder(
                        certificate().getSubjectX500Principal(),
                        new X500Principal("O=Pabal"),
                        key,
                        now.plus(life),
                        now,
                        random);
        builder.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                        }));
        return signed(builder, own.key());
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer,
            X500Principal subject,
            PublicKey key,
            Instant end,
            Instant now,
            RandomGenerator random) {
        byte[] serial = new byte[SERIAL_OCTETS];
        random.nextBytes(serial);
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(1, serial).setBit(0),
                Date.from(now.minus(BACKDATED)),
                Date.from(end),
                subject,
                key);
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws IOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("this Java runtime cannot make a certificate", e);
        }
    }

    /// Signs what hosts are to believe.
    public byte[] sign(byte[] statement) throws IOException {
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(own.key());
            signature.update(statement);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime cannot sign", e);
        }
    }

    /// Whether an authority has signed this.
    public static boolean hasSigned(X509Certificate authority, byte[] statement, byte[] signature) {
        try {
            Signature check = Signature.getInstance(SIGNATURE);
            check.initVerify(authority.getPublicKey());
            check.update(statement);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /// Writes certificates, whole or not at all.
    public static void writeChain(CertificateFiles files, List<X509Certificate> chain)
            throws IOException {
        try {
            StringBuilder all = new StringBuilder();
            for (X509Certificate certificate : chain) {
                all.append(PemFiles.text("CERTIFICATE", certificate.getEncoded()));
            }
            PemFiles.write(files.chain(), all.toString().getBytes(US_ASCII), "rw-r--r--");
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate cannot be written", e);
        }
    }

    /// The certificates of a PEM file, at least one.
    public static List<X509Certificate> readChain(CertificateFiles files) throws IOException {
        return PemFiles.certificates(files.chain());
    }
}
