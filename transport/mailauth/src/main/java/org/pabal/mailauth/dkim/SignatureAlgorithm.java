// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.Optional;

/// What `a=` of a signature names. RFC 6376 §3.3, RFC 8463 §3.
public enum SignatureAlgorithm {
    RSA_SHA1("rsa-sha1", "rsa", HashAlgorithm.SHA_1),
    RSA_SHA256("rsa-sha256", "rsa", HashAlgorithm.SHA_256),
    ED25519_SHA256("ed25519-sha256", "ed25519", HashAlgorithm.SHA_256);

    private final String text;
    private final String keyType;
    private final HashAlgorithm hash;

    SignatureAlgorithm(String text, String keyType, HashAlgorithm hash) {
        this.text = text;
        this.keyType = keyType;
        this.hash = hash;
    }

    /// As written in `a=`.
    public String text() {
        return text;
    }

    /// As in a key record's `k=`.
    public String keyType() {
        return keyType;
    }

    public HashAlgorithm hash() {
        return hash;
    }

    public static Optional<SignatureAlgorithm> of(String text) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.text.equalsIgnoreCase(text)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
