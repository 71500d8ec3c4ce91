// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import org.pabal.spam.reading.MailReading;

/// Features of the text that people see: words, and pairs of neighbours. Words of scripts without spaces, and of Korean with its
/// endings, count by pairs of their characters too.
final class TextFeatures {
    static final int WORD = 10;
    private static final int LONG_WORD = 11;
    private static final int CAPITALS = 12;
    private static final int SYLLABLES = 13;
    private static final int HIDDEN = 14;
    private static final int MAX_WORD = 24;
    private static final int MAX_CHARS = 60_000;
    private static final int MAX_HIDDEN_CHARS = 4_000;

    private TextFeatures() {}

    static void read(MailReading mail, FeatureCollector into) {
        words(mail.text(), MAX_CHARS, WORD, FeatureGroup.WORDS, FeatureGroup.PAIRS, into);
        words(
                mail.hiddenText(),
                MAX_HIDDEN_CHARS,
                HIDDEN,
                FeatureGroup.STRUCTURE,
                FeatureGroup.PAIRS,
                into);
    }

    /// Words, and pairs of neighbours. Case is folded, but a word all in capitals counts as that too.
    static void words(
            String text,
            int limit,
            int family,
            FeatureGroup group,
            FeatureGroup pairs,
            FeatureCollector into) {
        int before = 0;
        int end = Math.min(text.length(), limit);
        char[] lower = new char[MAX_WORD];
        for (int at = 0; at < end; ) {
            while (at < end && !isOfWord(text.charAt(at))) {
                at++;
            }
            int start = at;
            while (at < end && isOfWord(text.charAt(at))) {
                at++;
            }
            int from = start;
            int to = at;
            while (to > from && isInner(text.charAt(to - 1))) {
                to--;
            }
            while (from < to && isInner(text.charAt(from))) {
                from++;
            }
            if (from == to) {
                continue;
            }
            int hash = word(text, from, to, lower, family, group, into);
            if (before != 0) {
                into.add(pairs, FeatureHash.of(before, hash));
            }
            before = hash;
        }
    }

    private static int word(
            String text,
            int from,
            int to,
            char[] lower,
            int family,
            FeatureGroup group,
            FeatureCollector into) {
        int length = to - from;
        if (length > MAX_WORD) {
            int hash = FeatureHash.of(LONG_WORD * family, length / 8);
            into.add(group, hash);
            return hash;
        }
        boolean capitals = length > 3;
        boolean wide = false;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(from + i);
            capitals &= !Character.isLowerCase(c) && c < 0x3000;
            wide |= c >= 0x2E80;
            lower[i] = Character.toLowerCase(c);
        }
        String word = new String(lower, 0, length);
        int hash = FeatureHash.of(family, word);
        if (length > 1 || wide) {
            into.add(group, hash);
        }
        if (capitals) {
            into.add(group, FeatureHash.of(hash, CAPITALS));
        }
        if (wide) {
            for (int i = 0; i + 2 <= length; i++) {
                into.add(group, FeatureHash.of(SYLLABLES * family, word, i, i + 2));
            }
        }
        return hash;
    }

    private static boolean isOfWord(char c) {
        return c >= 0x80
                ? !Character.isWhitespace(c) && !Character.isSpaceChar(c)
                : Character.isLetterOrDigit(c) || isInner(c) || "$!@%".indexOf(c) >= 0;
    }

    /// Belongs to a word within it but not at its ends.
    private static boolean isInner(char c) {
        return c == '.' || c == '-' || c == '\'';
    }
}
