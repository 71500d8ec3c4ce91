// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.util.OptionalLong;

/// What texts that are nearly the same have nearly the same of: 64 bits, each the majority's among the
/// hashes of all runs of three words. Digits, punctuation and case do not count, so that a name or a
/// number that is put in anew for each recipient changes little.
final class TextDigest {
    /// Of a shorter text a few words are too much.
    private static final int FEWEST_RUNS = 24;

    private static final int MAX_CHARS = 64 << 10;
    private static final int RUN = 3;

    /// How many bits may differ. Any two of so few share one of four quarters.
    static final int NEAR = 3;

    private TextDigest() {}

    /// Empty for a text that is too short to know it again.
    static OptionalLong of(String text) {
        int[] votes = new int[Long.SIZE];
        long[] last = new long[RUN];
        int words = 0;
        long word = 0;
        int length = Math.min(text.length(), MAX_CHARS);
        for (int i = 0; i <= length; i++) {
            char c = i < length ? text.charAt(i) : ' ';
            if (Character.isLetter(c)) {
                word = (word ^ Character.toLowerCase(c)) * 0x100000001B3L + 1;
            } else if (word != 0 && !isWithinWord(c)) {
                last[words++ % RUN] = word;
                if (words >= RUN) {
                    vote(votes, run(last, words));
                }
                word = 0;
            }
        }
        return words - RUN + 1 < FEWEST_RUNS ? OptionalLong.empty() : majority(votes);
    }

    private static boolean isWithinWord(char c) {
        return c == '\'' || Character.getType(c) == Character.FORMAT;
    }

    private static long run(long[] last, int words) {
        long hash = 0;
        for (int i = 0; i < RUN; i++) {
            hash = mixed(hash + last[(words + i) % RUN]);
        }
        return hash;
    }

    /// As in SplitMix64: all bits depend on all.
    private static long mixed(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private static void vote(int[] votes, long hash) {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            votes[bit] += (hash >>> bit & 1) == 0 ? -1 : 1;
        }
    }

    private static OptionalLong majority(int[] votes) {
        long digest = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            digest |= votes[bit] > 0 ? 1L << bit : 0;
        }
        return OptionalLong.of(digest);
    }

    static boolean isNear(long one, long other) {
        return Long.bitCount(one ^ other) <= NEAR;
    }
}
