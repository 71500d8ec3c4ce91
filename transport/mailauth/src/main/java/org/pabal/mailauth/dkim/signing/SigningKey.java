// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// A private key that signs for a domain, and where the world finds its public half:
/// `selector._domainkey.domain`. RFC 6376 §3.1. Safe for use by many threads; says nothing of its
/// secret.
public final class SigningKey {
    private static final int MIN_RSA_BITS = 1024;
    private static final int MAX_RSA_BITS = 4096;

    private final String domain;
    private final String selector;
    private final SigningAlgorithm algorithm;
    private final PrivateKey key;
    private final String publicKey;

    private SigningKey(String domain, String selector, SigningAlgorithm algorithm, PrivateKey key)
            throws UnusableKeyException {
        this.domain = domain;
        this.selector = selector;
        this.algorithm = algorithm;
        this.key = key;
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                throw new UnusableKeyException(
                        "an RSA key of " + bits + " bits: receivers take 1024 to 4096");
            }
        }
        try {
            this.publicKey = Base64.getEncoder().encodeToString(algorithm.publicOctets(key));
        } catch (GeneralSecurityException unusable) {
            throw new UnusableKeyException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /// A key that cannot sign; the message says why.
    public static final class UnusableKeyException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableKeyException(String message) {
            super(message);
        }

        UnusableKeyException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Makes a new key.
    ///
    /// @param domain in A-labels
    public static SigningKey generate(
            String domain, String selector, SigningAlgorithm algorithm, SecureRandom random) {
        try {
            return new SigningKey(
                    domain, selector, algorithm, algorithm.generate(random).getPrivate());
        } catch (GeneralSecurityException | UnusableKeyException lacking) {
            throw new IllegalStateException("this Java cannot make keys: " + lacking, lacking);
        }
    }

    /// A key that was stored.
    ///
    /// @param pkcs8 its PrivateKeyInfo, DER. RFC 5208 §5
    /// @throws UnusableKeyException for an RSA key below 1,024 bits (RFC 8301 §3.2) or above 4,096,
    ///     and for what is no key
    public static SigningKey of(
            String domain, String selector, SigningAlgorithm algorithm, byte[] pkcs8)
            throws UnusableKeyException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(algorithm.keyAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new SigningKey(domain, selector, algorithm, key);
        } catch (GeneralSecurityException unusable) {
            throw new UnusableKeyException("not a private key for " + algorithm.tag(), unusable);
        }
    }

    public String domain() {
        return domain;
    }

    public String selector() {
        return selector;
    }

    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /// The secret itself, PrivateKeyInfo in DER: for the store.
    public byte[] pkcs8() {
        return key.getEncoded();
    }

    /// Signs canonical header fields: `b=` before base64. Ed25519 signs their hash. RFC 8463 §3.
    ///
    /// @param fields as they are hashed, one after the other
    public byte[] sign(byte[] fields) {
        try {
            Signature signature = Signature.getInstance(algorithm.signatureAlgorithm());
            signature.initSign(key);
            signature.update(
                    switch (algorithm) {
                        case RSA_SHA256 -> fields;
                        case ED25519_SHA256 -> MessageDigest.getInstance("SHA-256").digest(fields);
                    });
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("signing failed: " + impossible, impossible);
        }
    }

    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " (" + algorithm.tag() + ")";
    }

    /// The public half as `p=` has it, in base64.
    String publicText() {
        return publicKey;
    }
}
