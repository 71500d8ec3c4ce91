// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// Makes what a server keeps for SCRAM out of a password. RFC 5802 §3.
public final class ScramCredentials {
    /// RFC 7677 §4 asks for at least so many.
    public static final int MIN_ITERATIONS = 4_096;

    private ScramCredentials() {}

    /// Computes for long: call it where hashing belongs, not on a session's thread.
    ///
    /// @param password prepared, see {@link SaslPassword}
    public static ScramCredential derive(
            String password, ScramHash hash, int iterations, byte[] salt) {
        ScramKeys keys = new ScramKeys(hash);
        byte[] salted = keys.hi(SaslText.encode(password), salt, iterations);
        return new ScramCredential(
                hash,
                iterations,
                salt.clone(),
                keys.hash(keys.hmac(salted, ScramKeys.CLIENT_KEY)),
                keys.hmac(salted, ScramKeys.SERVER_KEY));
    }
}
