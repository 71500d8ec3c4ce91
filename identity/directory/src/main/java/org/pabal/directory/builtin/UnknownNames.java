// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramHash;

/// Answers SCRAM for names that are not there as if they were: the same salt for the same name, also
/// after a restart, and keys that no password fits. RFC 5802 §9 would have us give users away.
final class UnknownNames {
    static final int SECRET_OCTETS = 32;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final int iterations;

    /// @param secret kept in the store
    UnknownNames(byte[] secret, int iterations) {
        this.key = new SecretKeySpec(secret, HMAC);
        this.iterations = iterations;
    }

    /// @param name in the one form that stands for all ways to write it, as with a known name
    ScramCredential scram(String name) {
        return new ScramCredential(
                ScramHash.SHA_256,
                iterations,
                Arrays.copyOf(mac("salt", name), 16),
                mac("stored key", name),
                mac("server key", name));
    }

    /// The same with a salt that another credential of the name has.
    ScramCredential scram(String name, ScramCredential like) {
        return new ScramCredential(
                like.hash(),
                like.iterations(),
                like.salt(),
                mac("stored key", name),
                mac("server key", name));
    }

    private byte[] mac(String purpose, String name) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal((purpose + "\0" + name).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is missing from this Java", e);
        }
    }
}
