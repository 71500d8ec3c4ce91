// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The functions of RFC 5802 §2.2 and the keys of §3.
record ScramKeys(ScramHash function) {
    static final String CLIENT_KEY = "Client Key";
    static final String SERVER_KEY = "Server Key";

    /// `Hi(str, salt, i)`: PBKDF2 with the output of one HMAC.
    byte[] hi(byte[] password, byte[] salt, int iterations) {
        try {
            Mac mac = mac(password);
            mac.update(salt);
            mac.update(new byte[] {0, 0, 0, 1});
            byte[] u = mac.doFinal();
            byte[] result = u.clone();
            for (int i = 1; i < iterations; i++) {
                mac.update(u);
                mac.doFinal(u, 0);
                for (int k = 0; k < result.length; k++) {
                    result[k] ^= u[k];
                }
            }
            return result;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(function.mac() + " is missing from this Java", e);
        }
    }

    byte[] hmac(byte[] key, String text) {
        try {
            return mac(key).doFinal(SaslText.encode(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(function.mac() + " is missing from this Java", e);
        }
    }

    byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance(function.digest()).digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(function.digest() + " is missing from this Java", e);
        }
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] result = a.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= b[i];
        }
        return result;
    }

    private Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(function.mac());
        mac.init(new SecretKeySpec(key, function.mac()));
        return mac;
    }
}
