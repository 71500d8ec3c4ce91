// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Crypt;

/// The `$6$`, `$5$` and `$1$` hashes of Unix, and the traditional one, which sees eight characters
/// only and is broken in minutes by whoever has it: good for one last log-in.
record CryptHash(String encoded) implements PasswordHash {
    private static final int MAX_ROUNDS = 1_000_000; // 0.5 s of one core
    private static final Pattern ENCODED =
            Pattern.compile(
                    "(?:\\$6\\$(?:rounds=(\\d{1,9})\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{86}"
                            + "|\\$5\\$(?:rounds=(\\d{1,9})\\$)?[./0-9A-Za-z]{1,16}"
                            + "\\$[./0-9A-Za-z]{43}"
                            + "|\\$1\\$[./0-9A-Za-z]{1,8}\\$[./0-9A-Za-z]{22}"
                            + "|[./0-9A-Za-z]{13})");

    static Parsed parse(String value) {
        Matcher matcher = ENCODED.matcher(value);
        if (!matcher.matches()) {
            return PasswordHash.malformed("crypt");
        }
        for (int group = 1; group <= 2; group++) {
            String rounds = matcher.group(group);
            if (rounds != null && Integer.parseInt(rounds) > MAX_ROUNDS) {
                return PasswordHash.malformed("crypt");
            }
        }
        return new Parsed.Known(new CryptHash(value));
    }

    @Override
    public boolean verify(String password) {
        String computed = Crypt.crypt(PasswordHash.octets(password), encoded);
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII),
                encoded.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public boolean isAtLeast(Argon2Setting setting) {
        return false;
    }
}
