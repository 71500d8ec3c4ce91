// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// `${hex: 40 41}` and `${unicode: 40 E4}`. RFC 5228 §2.4.2.4. What is outside their grammar stays
/// as it is.
final class EncodedCharacters {

    private EncodedCharacters() {}

    /// @param at where the string stands
    static String decode(String text, int at) throws ScriptError {
        int start = text.indexOf("${");
        if (start < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        int copied = 0;
        while (start >= 0) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            Optional<String> characters = characters(text.substring(start + 2, end), at);
            if (characters.isPresent()) {
                decoded.append(text, copied, start).append(characters.get());
                copied = end + 1;
                start = text.indexOf("${", copied);
            } else {
                start = text.indexOf("${", start + 1);
            }
        }
        return decoded.append(text, copied, text.length()).toString();
    }

    private static Optional<String> characters(String inside, int at) throws ScriptError {
        String lower = inside.toLowerCase(Locale.ROOT);
        if (lower.startsWith("hex:")) {
            return hex(lower.substring("hex:".length()));
        }
        if (lower.startsWith("unicode:")) {
            return unicode(lower.substring("unicode:".length()), at);
        }
        return Optional.empty();
    }

    /// `hex-pair-seq = *blank hex-pair *(1*blank hex-pair) *blank`: octets of UTF-8.
    private static Optional<String> hex(String pairs) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String pair : words(pairs)) {
            if (!isHex(pair) || pair.length() > 2) {
                return Optional.empty();
            }
            octets.write(Integer.parseInt(pair, 16));
        }
        return octets.size() == 0
                ? Optional.empty()
                : Optional.of(octets.toString(StandardCharsets.UTF_8));
    }

    /// `unicode-hex-seq = *blank unicode-hex *(blank unicode-hex) *blank`
    private static Optional<String> unicode(String numbers, int at) throws ScriptError {
        StringBuilder characters = new StringBuilder();
        for (String number : words(numbers)) {
            if (!isHex(number)) {
                return Optional.empty();
            }
            String digits = number.replaceFirst("^0+", "");
            int c = digits.length() > 6 ? -1 : Integer.parseInt("0" + digits, 16);
            if (c < 0 || c > 0x10FFFF || c >= 0xD800 && c <= 0xDFFF) {
                throw new ScriptError(
                        at, false, "there is no Unicode character " + number + " (in hexadecimal)");
            }
            characters.appendCodePoint(c);
        }
        return characters.isEmpty() ? Optional.empty() : Optional.of(characters.toString());
    }

    private static String[] words(String text) {
        return text.strip().split("[ \t\r\n]+");
    }

    private static boolean isHex(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
