// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes a certificate for the first start, before there is a real one: ECDSA P-256, signed by
/// itself. Servers that send mail take it; people's programs ask about it.
public final class SelfSigned {

    /// Long, as nobody renews it: it is replaced.
    private static final Duration LIFE = Duration.ofDays(3650);

    /// For peers whose clock is behind.
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final int SERIAL_BITS = 127;

    private SelfSigned() {}

    /// Makes `self-signed.pem` and `self-signed.key` (mode 0600) in the directory, unless both are
    /// there.
    ///
    /// @param hostname in ASCII
    public static CertificateFiles createIfAbsent(
            Path directory, String hostname, InstantSource clock) throws IOException {
        var files =
                new CertificateFiles(
                        directory.resolve("self-signed.pem"), directory.resolve("self-signed.key"));
        if (!Files.exists(files.chain()) || !Files.exists(files.key())) {
            Files.createDirectories(directory);
            create(files, hostname, clock.instant());
        }
        return files;
    }

    /// The same, and makes both anew where those that are there are for another name. After a kill in
    /// between both are made by the next call.
    public static CertificateFiles createFor(Path directory, String hostname, InstantSource clock)
            throws IOException {
        Path chain = directory.resolve("self-signed.pem");
        if (Files.exists(chain) && !isFor(chain, hostname)) {
            Files.delete(chain);
        }
        return createIfAbsent(directory, hostname, clock);
    }

    private static boolean isFor(Path chain, String hostname) throws IOException {
        try {
            var names =
                    CertificateFiles.certificates(chain).getFirst().getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .anyMatch(name -> hostname.equalsIgnoreCase(name.get(1).toString()));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static void create(CertificateFiles files, String hostname, Instant now)
            throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509CertificateHolder certificate = certificate(pair, hostname, now);
            PemFiles.write(files.key(), "PRIVATE KEY", pair.getPrivate().getEncoded());
            PemFiles.write(files.chain(), "CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("this Java runtime cannot make a certificate", e);
        }
    }

    private static X509CertificateHolder certificate(KeyPair pair, String hostname, Instant now)
            throws IOException, OperatorCreationException {
        // The name stands in the extension; a long one would not fit into a common name.
        X500Principal subject = new X500Principal("O=Pabal self-signed");
        var builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(LIFE)),
                        subject,
                        pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, hostname)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }
}
