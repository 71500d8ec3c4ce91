// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.security.SecureRandom;
import java.util.Base64;

/// Words that nobody guesses.
public record RandomText(SecureRandom random) {
    private static final int TOKEN_OCTETS = 32;
    private static final int ID_OCTETS = 12;
    private static final int TOKEN_LETTERS = 43;

    /// 256 bits, 43 letters that a cookie may hold.
    public String token() {
        return make(TOKEN_OCTETS);
    }

    /// 96 bits, for names of things.
    public String id() {
        return make(ID_OCTETS);
    }

    public byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private String make(int count) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets(count));
    }

    /// Whether a text can be a token of ours: all else is not looked up.
    public static boolean isToken(String text) {
        return text.length() == TOKEN_LETTERS
                && text.chars()
                        .allMatch(c ->
                                c >= 'a' && c <= 'z'
                                        || c >= 'A' && c <= 'Z'
                                        || c >= '0' && c <= '9'
                                        || c == '-'
                                        || c == '_');
    }
}
