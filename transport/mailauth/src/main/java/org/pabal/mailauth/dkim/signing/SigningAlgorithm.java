// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/// How mail is signed. RFC 8301 leaves nothing but SHA-256; RFC 8463 adds Ed25519.
public enum SigningAlgorithm {
    /// With keys of 2,048 bits: more would not fit into one string of a TXT record's answer over UDP
    /// beside the other, and every receiver must know it. RFC 8301 §3.2.
    RSA_SHA256("rsa-sha256", "rsa", "RSA", "SHA256withRSA"),
    ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519", "Ed25519");

    private static final int RSA_BITS = 2048;

    /// What stands before the 32 octets of a key in its SubjectPublicKeyInfo. RFC 8410 §4.
    private static final int ED25519_PREFIX_OCTETS = 12;

    private final String tag;
    private final String keyType;
    private final String keyAlgorithm;
    private final String signatureAlgorithm;

    SigningAlgorithm(String tag, String keyType, String keyAlgorithm, String signatureAlgorithm) {
        this.tag = tag;
        this.keyType = keyType;
        this.keyAlgorithm = keyAlgorithm;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /// `a=` of a signature.
    public String tag() {
        return tag;
    }

    /// `k=` of a key's record.
    public String keyType() {
        return keyType;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    KeyPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
        generator.initialize(
                switch (this) {
                    case RSA_SHA256 -> // the public exponent that all software knows
                            (AlgorithmParameterSpec)
                                    new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
                    case ED25519_SHA256 -> NamedParameterSpec.ED25519;
                },
                random);
        return generator.generateKeyPair();
    }

    /// The public half of a key, as `p=` has it: SubjectPublicKeyInfo of RSA (RFC 6376 §3.6.1), the
    /// bare 32 octets of Ed25519 (RFC 8463 §4).
    byte[] publicOctets(PrivateKey key) throws GeneralSecurityException {
        return switch (this) {
            case RSA_SHA256 -> {
                if (!(key instanceof RSAPrivateCrtKey rsa)) {
                    throw new GeneralSecurityException("the key lacks its public exponent");
                }
                yield KeyFactory.getInstance(keyAlgorithm)
                        .generatePublic(
                                new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()))
                        .getEncoded();
            }
            case ED25519_SHA256 -> {
                byte[] info = ed25519Public(key).getEncoded();
                yield Arrays.copyOfRange(info, ED25519_PREFIX_OCTETS, info.length);
            }
        };
    }

    /// The JDK derives a public key only where it makes a pair, from 32 random octets, which are
    /// the private key: so it is given these.
    private static PublicKey ed25519Public(PrivateKey key) throws GeneralSecurityException {
        byte[] seed =
                key instanceof EdECPrivateKey own
                        ? own.getBytes().orElse(new byte[0])
                        : new byte[0];
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new GivenOctets(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!(pair.getPrivate() instanceof EdECPrivateKey same)
                || !Arrays.equals(same.getBytes().orElse(new byte[0]), seed)) {
            throw new GeneralSecurityException("the public half of the key cannot be computed");
        }
        return pair.getPublic();
    }

    private static final class GivenOctets extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] given;

        GivenOctets(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] octets) {
            System.arraycopy(given, 0, octets, 0, Math.min(given.length, octets.length));
        }
    }
}
