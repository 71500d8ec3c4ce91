// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pabal.message.mime.UnicodeCasemap;

/// A text as a comparator sees it, and where its characters came from.
///
/// @param origins for each character of `text` where in the original it comes from; none when they
///     are the same places
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record FoldedText(String text, int @Nullable [] origins) {

    static FoldedText of(Comparator comparator, String original) {
        if (comparator != Comparator.UNICODE_CASEMAP) {
            return new FoldedText(comparator.fold(original), null);
        }
        return isAscii(original)
                ? new FoldedText(UnicodeCasemap.fold(original), null)
                : byClusters(original);
    }

    /// Character by character, each with the marks that follow it: what belongs together is folded
    /// together.
    private static FoldedText byClusters(String original) {
        StringBuilder text = new StringBuilder(original.length() + 8);
        int[] origins = new int[original.length() + 8];
        int at = 0;
        while (at < original.length()) {
            int end = endOfCluster(original, at);
            int start = text.length();
            text.append(UnicodeCasemap.fold(original.substring(at, end)));
            if (text.length() > origins.length) {
                origins = Arrays.copyOf(origins, text.length() * 2);
            }
            Arrays.fill(origins, start, text.length(), at);
            at = end;
        }
        return new FoldedText(text.toString(), origins);
    }

    private static int endOfCluster(String text, int at) {
        int i = at + Character.charCount(text.codePointAt(at));
        while (i < text.length() && continues(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
    }

    private static boolean continues(int c) {
        int type = Character.getType(c);
        boolean mark =
                type == Character.NON_SPACING_MARK
                        || type == Character.COMBINING_SPACING_MARK
                        || type == Character.ENCLOSING_MARK;
        return mark || c >= 0x1160 && c <= 0x11FF; // vowels and tails of Hangul
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// What stands there in the original.
    String original(String original, int from, int to) {
        int[] places = origins;
        if (places == null) {
            return original.substring(from, to);
        }
        int start = from < text.length() ? places[from] : original.length();
        int end = to < text.length() ? places[to] : original.length();
        return original.substring(start, Math.max(start, end));
    }
}
