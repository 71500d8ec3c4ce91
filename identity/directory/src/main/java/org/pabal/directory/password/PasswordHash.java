// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A stored password, in the notation `{SCHEME}value` that mail servers share.
///
/// | scheme | value |
/// |---|---|
/// | `ARGON2ID` | `$argon2id$v=19$m=…,t=…,p=…$salt$hash` |
/// | `BLF-CRYPT` | `$2a$`, `$2b$`, `$2y$` |
/// | `SHA512-CRYPT`, `SHA256-CRYPT`, `MD5-CRYPT` | `$6$`, `$5$`, `$1$` |
/// | `CRYPT`, or none | any of the above, told apart by its `$` |
/// | `SHA`, `SSHA`, `SHA256`, `SSHA256`, `SHA512`, `SSHA512` | base64 of the digest and the salt |
/// | `PBKDF2` | `$1$salt$iterations$hex`; `$pbkdf2-sha256$…` and `$pbkdf2-sha512$…` |
///
/// The value is parsed, with limits on its cost, before anything is computed from it.
public sealed interface PasswordHash
        permits Argon2idHash, BcryptHash, CryptHash, DigestHash, Pbkdf2Hash {

    /// What became of a stored text.
    sealed interface Parsed {
        record Known(PasswordHash hash) implements Parsed {}

        /// @param reason one sentence: what is wrong and what to do
        record Unsupported(String reason) implements Parsed {}
    }

    /// True when the password is the one. Computes for long: see {@link HashingPool}.
    ///
    /// @param password prepared, see {@link org.pabal.sasl.SaslPassword}
    boolean verify(String password);

    /// True when guessing is at least as costly as with the setting.
    boolean isAtLeast(Argon2Setting setting);

    static Parsed parse(String stored) {
        int close = stored.startsWith("{") ? stored.indexOf('}') : -1;
        String scheme = close < 0 ? "CRYPT" : stored.substring(1, close).toUpperCase(Locale.ROOT);
        String value = stored.substring(close + 1);
        return switch (scheme) {
            case "ARGON2ID", "BLF-CRYPT", "CRYPT", "SHA512-CRYPT", "SHA256-CRYPT", "MD5-CRYPT" ->
                    parseCrypt(value);
            case "SHA", "SHA1", "SSHA", "SHA256", "SSHA256", "SHA512", "SSHA512" ->
                    DigestHash.parse(scheme, value);
            case "PBKDF2" -> Pbkdf2Hash.parse(value);
            case "PLAIN", "CLEAR", "CLEARTEXT" ->
                    unsupported(
                            "a password in the clear is not taken as a hash; set it as a password"
                                    + " instead");
            default ->
                    unsupported(
                            "the password scheme is not known to this server; ask the owner to set"
                                    + " a new password");
        };
    }

    private static Parsed parseCrypt(String value) {
        if (value.startsWith("$argon2id$")) {
            return Argon2idHash.parse(value);
        }
        if (value.startsWith("$2")) {
            return BcryptHash.parse(value);
        }
        if (value.startsWith("$pbkdf2-")) {
            return Pbkdf2Hash.parse(value);
        }
        if (value.startsWith("$y$") || value.startsWith("$gy$") || value.startsWith("$7$")) {
            return unsupported(
                    "yescrypt and scrypt hashes cannot be checked by this server; ask the owner to"
                            + " set a new password");
        }
        if (!value.startsWith("$")) {
            return unsupported(
                    "traditional crypt hashes can be broken in minutes and are not taken; ask the"
                            + " owner to set a new password");
        }
        return CryptHash.parse(value);
    }

    static Parsed unsupported(String reason) {
        return new Parsed.Unsupported(reason);
    }

    /// The one answer for a value outside its scheme's grammar or limits.
    static Parsed malformed(String scheme) {
        return unsupported(
                "the value is not a "
                        + scheme
                        + " hash, or costs more than this server spends on one; ask the owner to"
                        + " set a new password");
    }

    static byte[] octets(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }
}
