// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/// The arithmetic of a signature.
final class SignatureCheck {
    private SignatureCheck() {}

    /// The same for each copy of a signed message, and for no other.
    static String fingerprint(byte[] signature) {
        return HexFormat.of().formatHex(HashAlgorithm.SHA_256.digest().digest(signature));
    }

    /// @param fields that are signed, in their canonical form
    /// @param own the signature's own field, without its value
    static boolean holds(
            SignatureAlgorithm algorithm,
            PublicKey key,
            byte[] fields,
            byte[] own,
            byte[] signature) {
        try {
            return switch (algorithm) {
                case RSA_SHA1 -> rsa("SHA1withRSA", key, fields, own, signature);
                case RSA_SHA256 -> rsa("SHA256withRSA", key, fields, own, signature);
                case ED25519_SHA256 -> ed25519(key, fields, own, signature);
            };
        } catch (GeneralSecurityException e) {
            return false; // a signature of the wrong length, and the like
        }
    }

    private static boolean rsa(
            String name, PublicKey key, byte[] fields, byte[] own, byte[] signature)
            throws GeneralSecurityException {
        Signature check = Signature.getInstance(name);
        check.initVerify(key);
        check.update(fields);
        check.update(own);
        return check.verify(signature);
    }

    /// RFC 8463 §3: what is signed is the hash.
    private static boolean ed25519(PublicKey key, byte[] fields, byte[] own, byte[] signature)
            throws GeneralSecurityException {
        MessageDigest digest = HashAlgorithm.SHA_256.digest();
        digest.update(fields);
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        check.update(digest.digest(own));
        return check.verify(signature);
    }
}
