// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id, version 1.3. RFC 9106.
public record Argon2idHash(Argon2Setting setting, byte[] salt, byte[] hash)
        implements PasswordHash {
    private static final int SALT_OCTETS = 16; // RFC 9106 §3.1
    private static final int HASH_OCTETS = 32;
    private static final Pattern ENCODED =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,172})");

    /// Hashes a new password.
    public static Argon2idHash of(String password, Argon2Setting setting, RandomGenerator random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new Argon2idHash(setting, salt, compute(password, setting, salt, HASH_OCTETS));
    }

    static Parsed parse(String value) {
        Matcher matcher = ENCODED.matcher(value);
        if (!matcher.matches()) {
            return PasswordHash.malformed("Argon2id");
        }
        int memoryKib = Integer.parseInt(matcher.group(1));
        int iterations = Integer.parseInt(matcher.group(2));
        int parallelism = Integer.parseInt(matcher.group(3));
        if (!Argon2Setting.isWithinLimits(memoryKib, iterations, parallelism)) {
            return PasswordHash.malformed("Argon2id");
        }
        try {
            return new Parsed.Known(
                    new Argon2idHash(
                            new Argon2Setting(memoryKib, iterations, parallelism),
                            Base64.getDecoder().decode(matcher.group(4)),
                            Base64.getDecoder().decode(matcher.group(5))));
        } catch (IllegalArgumentException notBase64) {
            return PasswordHash.malformed("Argon2id");
        }
    }

    /// As it is stored.
    public String encoded() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "{ARGON2ID}$argon2id$v=19$m="
                + setting.memoryKib()
                + ",t="
                + setting.iterations()
                + ",p="
                + setting.parallelism()
                + "$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    @Override
    public boolean verify(String password) {
        return MessageDigest.isEqual(compute(password, setting, salt, hash.length), hash);
    }

    @Override
    public boolean isAtLeast(Argon2Setting other) {
        return setting.isAtLeast(other);
    }

    private static byte[] compute(String password, Argon2Setting setting, byte[] salt, int octets) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(setting.memoryKib())
                        .withIterations(setting.iterations())
                        .withParallelism(setting.parallelism())
                        .withSalt(salt)
                        .build());
        byte[] result = new byte[octets];
        generator.generateBytes(PasswordHash.octets(password), result);
        return result;
    }
}
