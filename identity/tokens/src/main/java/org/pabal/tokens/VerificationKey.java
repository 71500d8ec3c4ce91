// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One of a provider's public keys, with the signature algorithms that it is good for: a token
/// chooses among these and no others. RFC 7517, RFC 7518 §3.1, RFC 8037, RFC 9864.
///
/// @param id may be empty
/// @param algorithms names as in a token's `alg`
record VerificationKey(String id, PublicKey key, Set<String> algorithms) {
    private static final int MIN_RSA_BITS = 2_048; // RFC 7518 §3.3
    private static final int MAX_RSA_BITS = 8_192; // more costs time and proves nothing
    private static final int ED25519_OCTETS = 32;

    private static final Set<String> RSA =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Set<String> ED25519 = Set.of("EdDSA", "Ed25519");
    private static final Set<String> ECDSA = Set.of("ES256", "ES384", "ES512");

    /// False for `none`, for those with a shared secret, and for all that nobody here knows.
    static boolean isKnown(JWSAlgorithm algorithm) {
        return Stream.of(RSA, ECDSA, ED25519)
                .anyMatch(names -> names.contains(algorithm.getName()));
    }

    /// Empty for a key that signs nothing here: a shared secret, one for encryption, a weak one.
    static Optional<VerificationKey> of(JWK jwk) {
        if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
            return Optional.empty();
        }
        try {
            return switch (jwk) {
                case RSAKey rsa -> {
                    RSAPublicKey key = rsa.toRSAPublicKey();
                    int bits = key.getModulus().bitLength();
                    yield bits < MIN_RSA_BITS || bits > MAX_RSA_BITS
                            ? Optional.empty()
                            : of(jwk, key, RSA);
                }
                case ECKey ec -> of(jwk, ec.toECPublicKey(), ecdsa(ec.getCurve()));
                case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) ->
                        of(jwk, ed25519(pair.getDecodedX()), ED25519);
                default -> Optional.empty();
            };
        } catch (JOSEException | GeneralSecurityException unusable) {
            return Optional.empty();
        }
    }

    private static Set<String> ecdsa(Curve curve) {
        return Curve.P_256.equals(curve)
                ? Set.of("ES256")
                : Curve.P_384.equals(curve)
                        ? Set.of("ES384")
                        : Curve.P_521.equals(curve) ? Set.of("ES512") : Set.of();
    }

    /// A key that names its algorithm is for that one only.
    private static Optional<VerificationKey> of(JWK jwk, PublicKey key, Set<String> possible) {
        Set<String> allowed =
                jwk.getAlgorithm() == null
                        ? possible
                        : possible.contains(jwk.getAlgorithm().getName())
                                ? Set.of(jwk.getAlgorithm().getName())
                                : Set.of();
        String id = jwk.getKeyID() == null ? "" : jwk.getKeyID();
        return allowed.isEmpty()
                ? Optional.empty()
                : Optional.of(new VerificationKey(id, key, allowed));
    }

    /// The last bit of 32 octets, the least first, is the sign of x. RFC 8032 §5.1.2.
    private static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
        if (encoded.length != ED25519_OCTETS) {
            throw new GeneralSecurityException("an Ed25519 key has 32 octets");
        }
        byte[] y = new byte[ED25519_OCTETS];
        for (int i = 0; i < ED25519_OCTETS; i++) {
            y[i] = encoded[ED25519_OCTETS - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                new EdECPoint(odd, new BigInteger(1, y))));
    }

    /// @param signed what the signature is over
    boolean verifies(JWSHeader header, byte[] signed, Base64URL signature) {
        JWSAlgorithm algorithm = header.getAlgorithm();
        if (!algorithms.contains(algorithm.getName())) {
            return false;
        }
        try {
            return switch (key) {
                case RSAPublicKey rsa -> new RSASSAVerifier(rsa).verify(header, signed, signature);
                case java.security.interfaces.ECPublicKey ec ->
                        new ECDSAVerifier(ec).verify(header, signed, signature);
                default -> verifiesEd25519(signed, signature.decode());
            };
        } catch (JOSEException | GeneralSecurityException malformed) {
            return false;
        }
    }

    private boolean verifiesEd25519(byte[] signed, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(signed);
        return verifier.verify(signature);
    }
}
