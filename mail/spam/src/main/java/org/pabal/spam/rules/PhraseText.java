// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

/// The form in which texts and phrases are compared: lower case, numbers as `#`, words parted by one
/// space, everything else gone. Between Hangul, signs without space around them vanish, since `카.지.노`
/// is read as a word.
final class PhraseText {
    private PhraseText() {}

    /// Begins and ends in a space.
    static StringBuilder of(CharSequence text, int maxChars) {
        int length = Math.min(text.length(), maxChars);
        StringBuilder form = new StringBuilder(length + 2).append(' ');
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z' || isHangul(c)) {
                form.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                form.append((char) (c + 32));
            } else if (c >= '0' && c <= '9') {
                i = endOfNumber(text, i, length) - 1;
                form.append('#');
            } else if (c == '$' || c == '%') {
                form.append(c);
            } else if (c >= 0xC0 && c < 0x250) {
                form.append(base(c));
            } else if (c >= 0xFF01 && c <= 0xFF5E) {
                wide((char) (c - 0xFEE0), form);
            } else if (!vanishes(c)
                    && !isBetweenHangul(text, i, length)
                    && form.charAt(form.length() - 1) != ' ') {
                form.append(' ');
            }
        }
        return form.charAt(form.length() - 1) == ' ' ? form : form.append(' ');
    }

    private static void wide(char c, StringBuilder form) {
        char lower = Character.toLowerCase(c);
        boolean digit = lower >= '0' && lower <= '9';
        if (lower >= 'a' && lower <= 'z') {
            form.append(lower);
        } else if (digit && form.charAt(form.length() - 1) != '#') {
            form.append('#');
        } else if (!digit && form.charAt(form.length() - 1) != ' ') {
            form.append(' ');
        }
    }

    /// `1,000.50` is one number.
    private static int endOfNumber(CharSequence text, int start, int length) {
        int i = start;
        while (i < length) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean within =
                    (c == ',' || c == '.')
                            && i + 1 < length
                            && text.charAt(i + 1) >= '0'
                            && text.charAt(i + 1) <= '9';
            if (!digit && !within) {
                return i;
            }
            i++;
        }
        return i;
    }

    static boolean isHangul(char c) {
        return c >= 0xAC00 && c <= 0xD7A3;
    }

    /// Apostrophes, and what nobody sees.
    private static boolean vanishes(char c) {
        return c == '\''
                || c == 0x2019
                || c == 0xAD
                || c >= 0x200B && c <= 0x200F
                || c >= 0x2060 && c <= 0x2064
                || c == 0xFEFF;
    }

    private static boolean isBetweenHangul(CharSequence text, int i, int length) {
        return i > 0
                && i + 1 < length
                && text.charAt(i) > ' '
                && text.charAt(i) < 0xAC00
                && isHangul(text.charAt(i - 1))
                && isHangul(text.charAt(i + 1));
    }

    private static final String BASES =
            "aaaaaaaceeeeiiiidnooooo ouuuuyts" + "aaaaaaaceeeeiiiidnooooo ouuuuyty";

    /// The letter below the accent, for the letters of Western Europe; the rest as they are.
    private static char base(char c) {
        return c < 0x100 ? BASES.charAt(c - 0xC0) : Character.toLowerCase(c);
    }
}
