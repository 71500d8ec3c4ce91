// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The pattern of `:matches`. RFC 5228 §2.7.1.
///
/// What stands between stars is looked for from left to right, each at the first place where it
/// fits; what follows the last star at the end of the value. Where there is any match, that finds
/// one, and it is the one in which each star stands for as little as it can from left to right, as
/// RFC 5229 §3.2 asks. So nothing is tried twice (THREATS V03).
final class Wildcards {
    private static final char ANY_ONE = '\uFFFF'; // no character: RFC 5228 §8.1 strings are UTF-8

    private final Comparator comparator;

    /// What stands between the stars; one more than there are stars.
    private final List<String> pieces;

    private Wildcards(Comparator comparator, List<String> pieces) {
        this.comparator = comparator;
        this.pieces = pieces;
    }

    static Wildcards of(Comparator comparator, String pattern) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?') {
                piece.append(comparator.fold(literal.toString()));
                literal.setLength(0);
                if (c == '?') {
                    piece.append(ANY_ONE);
                } else {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                }
            } else {
                boolean escaped = c == '\\' && i + 1 < pattern.length();
                literal.append(escaped ? pattern.charAt(++i) : c);
            }
        }
        pieces.add(piece.append(comparator.fold(literal.toString())).toString());
        return new Wildcards(comparator, List.copyOf(pieces));
    }

    boolean matches(String value, LongConsumer work) {
        String text = comparator.fold(value);
        return place(text, new int[pieces.size()], work);
    }

    /// What the wildcards stand for, the whole first. RFC 5229 §3.2.
    ///
    /// @param work is told what it costs, in characters looked at
    Optional<List<String>> captured(String value, LongConsumer work) {
        FoldedText folded = FoldedText.of(comparator, value);
        int[] starts = new int[pieces.size()];
        return place(folded.text(), starts, work)
                ? Optional.of(captured(value, folded, starts))
                : Optional.empty();
    }

    /// Where each piece stands.
    private boolean place(String text, int[] starts, LongConsumer work) {
        int last = pieces.size() - 1;
        int lastStart = startAtEnd(text, pieces.get(last));
        if (lastStart < 0) {
            return false;
        }
        starts[last] = lastStart;
        if (last == 0) {
            return lastStart == 0;
        }
        int at = end(text, 0, pieces.getFirst());
        for (int i = 1; i < last && at >= 0; i++) {
            starts[i] = find(text, at, pieces.get(i), work);
            at = starts[i] < 0 ? -1 : end(text, starts[i], pieces.get(i));
        }
        return at >= 0 && at <= lastStart;
    }

    /// @return where it begins, below zero when it is nowhere
    private static int find(String text, int from, String piece, LongConsumer work) {
        int at = from;
        while (at <= text.length() && end(text, at, piece) < 0) {
            at++;
        }
        work.accept((at - from + 1L) * (1 + piece.length() / 4));
        return at <= text.length() ? at : -1;
    }

    /// Where a piece that begins there ends, below zero when it does not stand there.
    private static int end(String text, int at, String piece) {
        int i = at;
        for (int p = 0; p < piece.length(); p++) {
            char wanted = piece.charAt(p);
            if (i >= text.length()) {
                return -1;
            }
            if (wanted == ANY_ONE) {
                i += Character.charCount(text.codePointAt(i));
            } else if (text.charAt(i) == wanted) {
                i++;
            } else {
                return -1;
            }
        }
        return i;
    }

    /// Where a piece that ends with the text begins, below zero when it does not stand there.
    private static int startAtEnd(String text, String piece) {
        int i = text.length();
        for (int p = piece.length() - 1; p >= 0; p--) {
            char wanted = piece.charAt(p);
            if (i <= 0) {
                return -1;
            }
            if (wanted == ANY_ONE) {
                i -= Character.charCount(text.codePointBefore(i));
            } else if (text.charAt(i - 1) == wanted) {
                i--;
            } else {
                return -1;
            }
        }
        return i;
    }

    private List<String> captured(String value, FoldedText folded, int[] starts) {
        List<String> captured = new ArrayList<>();
        captured.add(value);
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                captured.add(folded.original(value, at, starts[i]));
                at = starts[i];
            }
            String piece = pieces.get(i);
            for (int p = 0; p < piece.length(); p++) {
                int width = 1;
                if (piece.charAt(p) == ANY_ONE) {
                    width = Character.charCount(folded.text().codePointAt(at));
                    captured.add(folded.original(value, at, at + width));
                }
                at += width;
            }
        }
        return captured;
    }
}
