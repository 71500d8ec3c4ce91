// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

/// Letters of a text by script, so that a reader can tell its language from the ones that the
/// recipient reads.
///
/// @param latin with all its accents
/// @param hangul syllables and letters
/// @param han characters of Chinese, in Japanese and Korean too
/// @param kana of Japanese
/// @param other letters of every other script
/// @param invisible characters that show nothing and are no white space
public record LetterCounts(
        int latin,
        int hangul,
        int han,
        int kana,
        int cyrillic,
        int greek,
        int arabic,
        int hebrew,
        int thai,
        int other,
        int invisible) {
    /// Of all scripts.
    public int letters() {
        return latin + hangul + han + kana + cyrillic + greek + arabic + hebrew + thai + other;
    }

    /// 0 to 1; 0 for a text without letters.
    public static double share(int count, int letters) {
        return letters == 0 ? 0 : (double) count / letters;
    }

    static LetterCounts of(CharSequence text) {
        int[] counts = new int[11];
        for (int i = 0; i < text.length(); i++) {
            int at = index(text.charAt(i));
            if (at >= 0) {
                counts[at]++;
            }
        }
        return new LetterCounts(
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                counts[4],
                counts[5],
                counts[6],
                counts[7],
                counts[8],
                counts[9],
                counts[10]);
    }

    /// The text without its invisible characters, so that a word that they cut is whole again.
    static String visible(CharSequence text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isInvisible(text.charAt(i))) {
                visible.append(text.charAt(i));
            }
        }
        return visible.toString();
    }

    /// By blocks, since only the order of magnitude counts; half a character beyond the first plane
    /// tells that it is of none of these.
    private static int index(char c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ? 0 : -1;
        }
        if (isInvisible(c)) {
            return 10;
        }
        if (!Character.isLetter(c)) {
            return -1;
        }
        if (c < 0x250 || c >= 0x1E00 && c < 0x1F00 || c >= 0xFF21 && c <= 0xFF5A) {
            return 0;
        }
        if (c >= 0xAC00 && c < 0xD7FC
                || c >= 0x1100 && c < 0x1200
                || c >= 0x3130 && c < 0x3190
                || c >= 0xA960 && c < 0xA980
                || c >= 0xFFA0 && c < 0xFFE0) {
            return 1;
        }
        if (c >= 0x3400 && c < 0xA000 || c >= 0xF900 && c < 0xFB00) {
            return 2;
        }
        if (c >= 0x3040 && c < 0x3100 || c >= 0x31F0 && c < 0x3200 || c >= 0xFF66 && c < 0xFFA0) {
            return 3;
        }
        if (c >= 0x400 && c < 0x530) {
            return 4;
        }
        if (c >= 0x370 && c < 0x400 || c >= 0x1F00 && c < 0x2000) {
            return 5;
        }
        if (c >= 0x600 && c < 0x780 || c >= 0xFB50 && c < 0xFE00 || c >= 0xFE70 && c < 0xFF00) {
            return 6;
        }
        if (c >= 0x590 && c < 0x600) {
            return 7;
        }
        return c >= 0xE00 && c < 0xE80 ? 8 : 9;
    }

    /// Characters that stand between letters and are not seen.
    private static boolean isInvisible(char c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x61C
                || c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c >= 0x200B && c <= 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2060 && c <= 0x206F
                || c == 0xFEFF
                || c == 0xFFA0;
    }
}
