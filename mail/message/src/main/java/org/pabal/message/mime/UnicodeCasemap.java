// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.text.Normalizer;

/// The one form in which texts are compared wherever people search or sort: `i;unicode-casemap`,
/// RFC 5051. Each character becomes its titlecase, and then what it is composed of (NFKD).
///
/// Hangul is put together again afterwards, so that composed and decomposed syllables are one and
/// yet 하 is not found in 한: the letters of a syllable are no part of it for those who read.
public final class UnicodeCasemap {
    private static final int FIRST_LEAD = 0x1100;
    private static final int FIRST_VOWEL = 0x1161;
    private static final int BEFORE_TAILS = 0x11A7;
    private static final int LEADS = 19;
    private static final int VOWELS = 21;
    private static final int TAILS = 28;
    private static final int FIRST_SYLLABLE = 0xAC00;
    private static final int LAST_SYLLABLE = FIRST_SYLLABLE + LEADS * VOWELS * TAILS - 1;

    private UnicodeCasemap() {}

    public static String fold(String text) {
        int length = text.length();
        int at = 0;
        while (at < length && staysAsItIs(text.charAt(at))) {
            at++;
        }
        if (at == length) {
            return text;
        }
        return isEasy(text, at) ? upperCased(text, at) : mapped(text);
    }

    /// Neither a letter of ASCII in lower case nor anything that needs a table.
    private static boolean staysAsItIs(char c) {
        return c < 128 ? c < 'a' || c > 'z' : isWhole(c);
    }

    /// A syllable or an ideograph that has neither case nor parts.
    private static boolean isWhole(char c) {
        return c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE || c >= 0x4E00 && c <= 0x9FFF;
    }

    private static boolean isEasy(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            // A tail jamo behind a syllable would join it; it is no easy character itself.
            if (c >= 128 && !isWhole(c)) {
                return false;
            }
        }
        return true;
    }

    private static String upperCased(String text, int from) {
        char[] chars = text.toCharArray();
        for (int at = from; at < chars.length; at++) {
            char c = chars[at];
            chars[at] = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
        }
        return new String(chars);
    }

    private static String mapped(String text) {
        StringBuilder titled = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> titled.appendCodePoint(Character.toTitleCase(c)));
        return withSyllables(Normalizer.normalize(titled, Normalizer.Form.NFKD));
    }

    /// The arithmetic of the Unicode standard §3.12, for Hangul alone.
    private static String withSyllables(String decomposed) {
        StringBuilder out = new StringBuilder(decomposed.length());
        for (int at = 0; at < decomposed.length(); at++) {
            char c = decomposed.charAt(at);
            int last = out.length() - 1;
            int vowel = c - FIRST_VOWEL;
            int tail = c - BEFORE_TAILS;
            if (last >= 0 && vowel >= 0 && vowel < VOWELS && isLead(out.charAt(last))) {
                int lead = out.charAt(last) - FIRST_LEAD;
                out.setCharAt(last, (char) (FIRST_SYLLABLE + (lead * VOWELS + vowel) * TAILS));
            } else if (last >= 0 && tail > 0 && tail < TAILS && isOpen(out.charAt(last))) {
                out.setCharAt(last, (char) (out.charAt(last) + tail));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isLead(char c) {
        return c >= FIRST_LEAD && c < FIRST_LEAD + LEADS;
    }

    /// A syllable without a tail.
    private static boolean isOpen(char c) {
        return c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE && (c - FIRST_SYLLABLE) % TAILS == 0;
    }
}
