// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// One round of a digest, with or without salt, as LDAP servers keep it.
record DigestHash(String algorithm, byte[] digest, byte[] salt) implements PasswordHash {
    private static final int MAX_SALT_OCTETS = 64;

    static Parsed parse(String scheme, String value) {
        boolean salted = scheme.startsWith("SS") || scheme.equals("SMD5");
        String algorithm =
                switch (scheme) {
                    case "SHA", "SHA1", "SSHA" -> "SHA-1";
                    case "SHA256", "SSHA256" -> "SHA-256";
                    case "SHA384", "SSHA384" -> "SHA-384";
                    case "MD5", "SMD5", "LDAP-MD5" -> "MD5";
                    default -> "SHA-512";
                };
        int length = instance(algorithm).getDigestLength();
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException notBase64) {
            return PasswordHash.malformed(scheme);
        }
        boolean fits =
                salted
                        ? octets.length > length && octets.length <= length + MAX_SALT_OCTETS
                        : octets.length == length;
        return fits
                ? new Parsed.Known(
                        new DigestHash(
                                algorithm,
                                Arrays.copyOf(octets, length),
                                Arrays.copyOfRange(octets, length, octets.length)))
                : PasswordHash.malformed(scheme);
    }

    @Override
    public boolean verify(String password) {
        MessageDigest instance = instance(algorithm);
        instance.update(PasswordHash.octets(password));
        instance.update(salt);
        return MessageDigest.isEqual(instance.digest(), digest);
    }

    @Override
    public boolean isAtLeast(Argon2Setting setting) {
        return false;
    }

    private static MessageDigest instance(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java", e);
        }
    }
}
