// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// PBKDF2, RFC 8018 §5.2: Dovecot's notation (HMAC-SHA-1, the salt as text, the hash in hex), the
/// modular one, and OpenLDAP's, whose scheme names the digest. The base64 of the latter two has `.`
/// for `+`.
record Pbkdf2Hash(String algorithm, int iterations, byte[] salt, byte[] hash)
        implements PasswordHash {
    private static final int MAX_ITERATIONS = 2_000_000; // 1 s of one core
    private static final Pattern DOVECOT =
            Pattern.compile("\\$1\\$([!-#%-~]{1,64})\\$(\\d{1,9})\\$((?:[0-9a-fA-F]{2}){20})");
    private static final Pattern MODULAR =
            Pattern.compile(
                    "\\$pbkdf2-sha(256|512)\\$(\\d{1,9})\\$([A-Za-z0-9./]{2,88})"
                            + "\\$([A-Za-z0-9./]{43,86})");
    private static final Pattern OPENLDAP =
            Pattern.compile("(\\d{1,9})\\$([A-Za-z0-9./]{2,88})\\$([A-Za-z0-9./]{27,86})");

    /// @param scheme names the digest when the value does not
    static Parsed parse(String scheme, String value) {
        Matcher dovecot = DOVECOT.matcher(value);
        if (dovecot.matches()) {
            return known(
                    "PBKDF2WithHmacSHA1",
                    dovecot.group(2),
                    dovecot.group(1).getBytes(StandardCharsets.US_ASCII),
                    HexFormat.of().parseHex(dovecot.group(3)));
        }
        Matcher modular = MODULAR.matcher(value);
        if (modular.matches()) {
            return base64(modular.group(1), modular.group(2), modular.group(3), modular.group(4));
        }
        Matcher openLdap = OPENLDAP.matcher(value);
        if (openLdap.matches()) {
            String digest = scheme.substring(scheme.indexOf('-') + 1).replace("SHA", "");
            return base64(
                    digest.equals("PBKDF2") ? "1" : digest,
                    openLdap.group(1),
                    openLdap.group(2),
                    openLdap.group(3));
        }
        return PasswordHash.malformed("PBKDF2");
    }

    private static Parsed base64(String digest, String rounds, String salt, String hash) {
        try {
            return known(
                    "PBKDF2WithHmacSHA" + digest,
                    rounds,
                    Base64.getDecoder().decode(salt.replace('.', '+')),
                    Base64.getDecoder().decode(hash.replace('.', '+')));
        } catch (IllegalArgumentException notBase64) {
            return PasswordHash.malformed("PBKDF2");
        }
    }

    private static Parsed known(String algorithm, String rounds, byte[] salt, byte[] hash) {
        int iterations = Integer.parseInt(rounds);
        return iterations < 1 || iterations > MAX_ITERATIONS
                ? PasswordHash.malformed("PBKDF2")
                : new Parsed.Known(new Pbkdf2Hash(algorithm, iterations, salt, hash));
    }

    @Override
    public boolean verify(String password) {
        try {
            PBEKeySpec spec =
                    new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length * 8);
            byte[] computed =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
            return MessageDigest.isEqual(computed, hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java", e);
        }
    }

    @Override
    public boolean isAtLeast(Argon2Setting setting) {
        return false;
    }
}
