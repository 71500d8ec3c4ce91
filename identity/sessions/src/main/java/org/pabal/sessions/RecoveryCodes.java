// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The codes for the day on which the telephone is lost, each good once. Kept are hashes: a code has
/// 70 random bits, so that one round of a plain hash is enough.
///
/// @param hashes of those that are left
public record RecoveryCodes(List<TokenHash> hashes) {
    public static final int COUNT = 10;
    public static final RecoveryCodes NONE = new RecoveryCodes(List.of());

    /// Without letters that look alike. 32 of them.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz023456789";

    private static final int LENGTH = 14;
    private static final int GROUP = 7;

    public RecoveryCodes {
        hashes = List.copyOf(hashes);
    }

    /// @param shown to the owner, this once
    public record Made(List<String> shown, RecoveryCodes kept) {}

    public static Made make(RandomText random) {
        List<String> shown = new ArrayList<>();
        List<TokenHash> hashes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            StringBuilder code = new StringBuilder();
            for (byte octet : random.octets(LENGTH)) {
                code.append(LETTERS.charAt(octet & 31));
            }
            hashes.add(hash(code.toString()));
            shown.add(code.insert(GROUP, '-').toString());
        }
        return new Made(List.copyOf(shown), new RecoveryCodes(hashes));
    }

    public int left() {
        return hashes.size();
    }

    /// Those that are left after one was used; empty when it is none of them. Spaces, dashes and
    /// capital letters are as people write.
    public Optional<RecoveryCodes> using(String code) {
        String letters = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        if (letters.length() != LENGTH) {
            return Optional.empty();
        }
        TokenHash given = hash(letters);
        List<TokenHash> left = new ArrayList<>(hashes);
        return left.remove(given) ? Optional.of(new RecoveryCodes(left)) : Optional.empty();
    }

    private static TokenHash hash(String letters) {
        try {
            return TokenHash.of(
                    MessageDigest.getInstance("SHA-256")
                            .digest(("recovery " + letters).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }
}
