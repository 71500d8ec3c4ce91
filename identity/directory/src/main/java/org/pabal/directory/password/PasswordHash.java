// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// A stored password, in the notation `{SCHEME}value` that mail servers share.
///
/// | scheme | value |
/// |---|---|
/// | `ARGON2ID`, `ARGON2` | `$argon2id$v=19$m=…,t=…,p=…$salt$hash` |
/// | `BLF-CRYPT` | `$2a$`, `$2b$`, `$2y$` |
/// | `SHA512-CRYPT`, `SHA256-CRYPT`, `MD5-CRYPT` | `$6$`, `$5$`, `$1$` |
/// | `CRYPT`, `DES-CRYPT`, or none | any of the above, told apart by its `$`; else traditional crypt |
/// | `SHA`, `SSHA`, also with `256`, `384`, `512`; `MD5`, `SMD5` | base64 of digest and salt |
/// | `PBKDF2` | `$1$salt$iterations$hex`; `$pbkdf2-sha256$…` and `$pbkdf2-sha512$…` |
/// | `PBKDF2`, `-SHA1`, `-SHA256`, `-SHA512` | OpenLDAP's `iterations$salt$hash` |
///
/// Line ends behind it do not count: Python's `encodestring`, with which such values are made by
/// hand, adds one. Neither does one more layer of base64, as which they stand in LDIF.
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
        String text = bare(stored);
        int close = text.startsWith("{") ? text.indexOf('}') : -1;
        String scheme = close < 0 ? "CRYPT" : text.substring(1, close).toUpperCase(Locale.ROOT);
        String value = text.substring(close + 1);
        return switch (scheme) {
            case "ARGON2ID",
                    "ARGON2",
                    "BLF-CRYPT",
                    "CRYPT",
                    "DES-CRYPT",
                    "SHA512-CRYPT",
                    "SHA256-CRYPT",
                    "MD5-CRYPT" ->
                    parseCrypt(value);
            case "MD5" ->
                    value.startsWith("$") ? parseCrypt(value) : DigestHash.parse(scheme, value);
            case "SHA",
                    "SHA1",
                    "SSHA",
                    "SHA256",
                    "SSHA256",
                    "SHA384",
                    "SSHA384",
                    "SHA512",
                    "SSHA512",
                    "SMD5",
                    "LDAP-MD5" ->
                    DigestHash.parse(scheme, value);
            case "PBKDF2", "PBKDF2-SHA1", "PBKDF2-SHA256", "PBKDF2-SHA512" ->
                    Pbkdf2Hash.parse(scheme, value);
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

    /// Without line ends, and without the base64 of LDIF around it: no scheme's value begins with
    /// what `{` becomes there and is base64 as a whole.
    private static String bare(String stored) {
        String text = withoutLineEnd(stored);
        if (!text.startsWith("e")) {
            return text;
        }
        try {
            String inner =
                    new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1);
            return inner.startsWith("{") ? withoutLineEnd(inner) : text;
        } catch (IllegalArgumentException notBase64) {
            return text;
        }
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private static Parsed parseCrypt(String value) {
        if (value.startsWith("$argon2id$")) {
            return Argon2idHash.parse(value);
        }
        if (value.startsWith("$2")) {
            return BcryptHash.parse(value);
        }
        if (value.startsWith("$pbkdf2-")) {
            return Pbkdf2Hash.parse("PBKDF2", value);
        }
        if (value.startsWith("$y$") || value.startsWith("$gy$") || value.startsWith("$7$")) {
            return unsupported(
                    "yescrypt and scrypt hashes cannot be checked by this server; ask the owner to"
                            + " set a new password");
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
