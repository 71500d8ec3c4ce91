// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes that signatures name.
public enum HashAlgorithm {
    /// Recognised so that it can be named in a result. RFC 8301 §3.1: never a pass.
    SHA_1("sha1", "SHA-1"),
    SHA_256("sha256", "SHA-256");

    private final String text;
    private final String jdk;

    HashAlgorithm(String text, String jdk) {
        this.text = text;
        this.jdk = jdk;
    }

    /// As in a key record's `h=`.
    public String text() {
        return text;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jdk);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + jdk, e);
        }
    }
}
