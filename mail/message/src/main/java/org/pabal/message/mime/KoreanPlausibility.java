// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// Whether octets that are valid Windows-949 are likely to be Korean at all.
///
/// The detectors there are fail on subjects of a few syllables, so this one looks at what tells
/// Korean from accented Latin letters: syllables of KS X 1001 (lead B0 to C8) make up at least half
/// of the two-octet characters, and a single one between two ASCII letters, such as the `ÇÕ` of
/// `INFORMAÇÕES`, speaks against it.
final class KoreanPlausibility {
    private KoreanPlausibility() {}

    static boolean of(byte[] octets, int offset, int length) {
        int end = offset + length;
        int syllables = 0;
        int others = 0;
        int i = offset;
        while (i < end) {
            if (octets[i] >= 0 || i + 1 == end) {
                i++;
                continue;
            }
            int run = syllableRun(octets, i, end);
            if (run == 1
                    && isLetter(octets, i - 1, offset, end)
                    && isLetter(octets, i + 2, i, end)) {
                others++;
            } else if (run > 0) {
                syllables += run;
            } else if ((octets[i] & 0xFF) > 0xAC || (octets[i] & 0xFF) < 0xA1) {
                others++; // Hanja, or Hangul beyond KS X 1001; symbols of rows A1 to AC say nothing
            }
            i += 2 * Math.max(run, 1);
        }
        return syllables > 0 && syllables >= others;
    }

    /// Whether they can be nothing else: all of it syllables, and not one here and one there.
    static boolean isCertain(byte[] octets, int offset, int length) {
        int end = offset + length;
        int longest = 0;
        int i = offset;
        while (i < end) {
            if (octets[i] >= 0) {
                i++;
                continue;
            }
            int run = syllableRun(octets, i, end);
            if (run == 0) {
                return false;
            }
            longest = Math.max(longest, run);
            i += 2 * run;
        }
        return longest > 1;
    }

    private static int syllableRun(byte[] octets, int start, int end) {
        int i = start;
        while (i + 1 < end) {
            int lead = octets[i] & 0xFF;
            int trail = octets[i + 1] & 0xFF;
            if (lead < 0xB0 || lead > 0xC8 || trail < 0xA1) {
                break;
            }
            i += 2;
        }
        return (i - start) / 2;
    }

    private static boolean isLetter(byte[] octets, int i, int from, int end) {
        return i >= from
                && i < end
                && (octets[i] >= 'a' && octets[i] <= 'z' || octets[i] >= 'A' && octets[i] <= 'Z');
    }
}
