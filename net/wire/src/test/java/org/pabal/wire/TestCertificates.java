// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// Makes certificates of every kind that people bring.
final class TestCertificates {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestCertificates() {}

    /// @param keyForm `PKCS#8`, or `traditional`: PKCS#1 or SEC 1
    static CertificateFiles write(
            Path folder, String keyType, String keyForm, Duration life, String... names)
            throws Exception {
        Files.createDirectories(folder);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType);
        if (!keyType.equals("Ed25519")) {
            generator.initialize(keyType.equals("EC") ? 256 : 2048);
        }
        KeyPair pair = generator.generateKeyPair();
        var subject = new X500Principal("CN=test");
        // From long ago, as JSSE looks at the real clock when it verifies.
        var builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.valueOf(pair.hashCode() & 0xfffffff),
                        Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                        Date.from(NOW.plus(life)),
                        subject,
                        pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        Arrays.stream(names)
                                .map(name -> new GeneralName(GeneralName.dNSName, name))
                                .toArray(GeneralName[]::new)));
        String signature =
                switch (keyType) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "Ed25519";
                };
        var certificate =
                builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
        var files = new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        pem(files.chain(), certificate);
        pem(
                files.key(),
                keyForm.equals("PKCS#8")
                        ? new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded())
                        : traditional(pair));
        mode(files.key(), "rw-------");
        return files;
    }

    /// As OpenSSL writes it: an EC key names its curve itself.
    private static Object traditional(KeyPair pair) throws IOException {
        return pair.getPrivate() instanceof java.security.interfaces.ECPrivateKey key
                ? new PemObject(
                        "EC PRIVATE KEY",
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                        256, key.getS(), SECObjectIdentifiers.secp256r1)
                                .getEncoded())
                : pair.getPrivate();
    }

    static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void pem(Path file, Object content) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            pem.writeObject(content);
        }
    }
}
