// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

import java.util.Locale;

/// What the parts of a result may consist of. Whatever a sender put in comes out as text on one line:
/// no value can end its string, its field or its line.
final class ResultText {
    /// A line has 998 octets at most (RFC 5322 §2.1.1), and a character up to three of UTF-8.
    static final int MAX_CHARACTERS = 300;

    static final int MAX_KEYWORD = 40;

    private ResultText() {}

    /// Bounded, and with everything replaced that is not to be shown on a line.
    static String bounded(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS));
        for (int i = 0; i < text.length() && shown.length() < MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            if (isPair(text, i) && shown.length() + 2 <= MAX_CHARACTERS) {
                shown.append(c).append(text.charAt(++i));
            } else {
                shown.append(isSafe(c) ? c : '?');
            }
        }
        return shown.toString();
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /// Neither a control nor one that turns the direction of what follows (THREATS M11).
    private static boolean isSafe(char c) {
        return c >= ' '
                && c != 0x7F
                && !(c >= 0x80 && c < 0xA0)
                && !(c >= '\u2028' && c <= '\u202E')
                && !(c >= '\u2066' && c <= '\u2069')
                && c != '\uFFFE'
                && c != '\uFFFF'
                && !Character.isSurrogate(c);
    }

    /// @throws IllegalArgumentException for what is no keyword: those are ours, or were read as such
    static String keyword(String text) {
        boolean good = !text.isEmpty() && text.length() <= MAX_KEYWORD;
        for (int i = 0; good && i < text.length(); i++) {
            good = isOfKeyword(text.charAt(i));
        }
        if (!good) {
            throw new IllegalArgumentException("not a keyword: " + bounded(text));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /// `Keyword` of RFC 5321 §4.1.2, and the underscore that some servers write.
    static boolean isOfKeyword(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /// `token` of RFC 2045 §5.1.
    static boolean isOfToken(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    /// What needs no quotes: a token, or an address or `@domain` made of nothing but such characters.
    static boolean isBare(String value) {
        int at = 0;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '@') {
                at++;
            } else if (!isOfToken(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty() && at <= 1 && !value.endsWith("@");
    }
}
