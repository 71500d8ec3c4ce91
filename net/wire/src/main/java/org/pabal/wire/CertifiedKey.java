// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A key of ours, in a file, for which an authority is asked for a certificate. ECDSA P-256.
public record CertifiedKey(PrivateKey privateKey, PublicKey publicKey) {
    private static final String CURVE = "secp256r1";
    private static final int CURVE_BITS = 256;
    private static final String SIGNATURE = "SHA256withECDSA";

    /// Makes a new one (mode 0600); what is in the file is replaced.
    public static CertifiedKey create(Path file) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            PemFiles.write(
                    file, "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
            return open(file);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime cannot make a key", e);
        }
    }

    public static CertifiedKey createIfAbsent(Path file) throws IOException {
        return Files.exists(file) ? open(file) : create(file);
    }

    public static CertifiedKey open(Path file) throws IOException {
        if (!(PemFiles.key(file) instanceof ECPrivateKey key)
                || key.getParams().getCurve().getField().getFieldSize() != CURVE_BITS) {
            throw new IOException("the key in " + file + " is not one of ECDSA P-256");
        }
        try {
            return new CertifiedKey(key, publicKey(key));
        } catch (GeneralSecurityException e) {
            throw new IOException("the key in " + file + " cannot be used", e);
        }
    }

    private static PublicKey publicKey(ECPrivateKey key) throws GeneralSecurityException {
        var point =
                ECNamedCurveTable.getParameterSpec(CURVE).getG().multiply(key.getS()).normalize();
        BigInteger x = point.getAffineXCoord().toBigInteger();
        BigInteger y = point.getAffineYCoord().toBigInteger();
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), key.getParams()));
    }

    /// A request for a certificate: the public key, and the proof that we have the private one.
    /// RFC 2986
    public byte[] request() throws IOException {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("O=Pabal"), publicKey)
                    .build(new JcaContentSignerBuilder(SIGNATURE).build(privateKey))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IOException("this Java runtime cannot sign", e);
        }
    }

    /// The key that a request is about, if whoever made it has the private key and it is one of ECDSA
    /// P-256.
    ///
    /// @param request foreign input
    public static Optional<PublicKey> requested(byte[] request) {
        try {
            JcaPKCS10CertificationRequest parsed = new JcaPKCS10CertificationRequest(request);
            PublicKey key = parsed.getPublicKey();
            boolean proved =
                    parsed.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
            return Optional.of(key).filter(_ -> proved && isOfCurve(key));
        } catch (IOException
                | RuntimeException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isOfCurve(PublicKey key) {
        return key instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == CURVE_BITS;
    }
}
