// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The boundaries of the multiparts that are open, innermost last. RFC 2046 §5.1.1.
///
/// A line is a delimiter when it begins with `--` and an open boundary, and then ends, or goes on
/// with white space or `--`. (RFC 2046 lets any text follow; then a boundary could not be the
/// beginning of another one, as it is in real mail.) The longest match counts, and of equal
/// boundaries the outermost.
///
/// The cost of a line does not grow with the depth: boundaries hang in chains by their length, and
/// one running hash over the line is compared with those whose length ends where a delimiter may.
final class Boundaries {
    /// Longer ones are none: RFC 2046 allows 70, RFC 5322 §2.1.1 a line of 998.
    static final int MAX_OCTETS = 990;

    private static final int NONE = -1;

    private final List<Boundary> open = new ArrayList<>();
    private int[] newestOfLength = {};

    private record Boundary(byte[] octets, int hash, int level, int previousOfLength) {}

    /// @param level of the multipart in the tree
    /// @param close true for the delimiter that ends the multipart
    record Delimiter(int level, boolean close) {}

    boolean isEmpty() {
        return open.isEmpty();
    }

    /// @param level larger than those of the boundaries open
    void push(byte[] boundary, int level) {
        if (newestOfLength.length == 0) {
            newestOfLength = new int[MAX_OCTETS + 1];
            Arrays.fill(newestOfLength, NONE);
        }
        int hash = 0;
        for (byte octet : boundary) {
            hash = 31 * hash + octet;
        }
        open.add(new Boundary(boundary, hash, level, newestOfLength[boundary.length]));
        newestOfLength[boundary.length] = open.size() - 1;
    }

    /// Drops the boundaries of this level and of all deeper ones.
    void popTo(int level) {
        while (!open.isEmpty() && open.getLast().level() >= level) {
            Boundary last = open.removeLast();
            newestOfLength[last.octets().length] = last.previousOfLength();
        }
    }

    /// The delimiter that a whole line is, its line end included or not.
    @Nullable Delimiter matchLine(byte[] line, int start, int end) {
        boolean candidate =
                !open.isEmpty() && end - start > 2 && startsWithDashes(line, start, end);
        return candidate ? match(line, start + 2, end) : null;
    }

    private @Nullable Delimiter match(byte[] line, int from, int end) {
        int last = Math.min(end, from + MAX_OCTETS);
        int hash = 0;
        Delimiter longest = null;
        for (int i = from; i <= last; i++) {
            if (newestOfLength[i - from] != NONE && mayEnd(line, i, end)) {
                int found = find(line, from, i, hash);
                if (found != NONE) {
                    boolean close = startsWithDashes(line, i, end);
                    longest = new Delimiter(open.get(found).level(), close);
                }
            }
            if (i < end) {
                hash = 31 * hash + line[i];
            }
        }
        return longest;
    }

    private static boolean mayEnd(byte[] line, int i, int end) {
        return i == end || line[i] <= ' ' && line[i] >= 0 || startsWithDashes(line, i, end);
    }

    private static boolean startsWithDashes(byte[] line, int i, int end) {
        return i + 1 < end && line[i] == '-' && line[i + 1] == '-';
    }

    /// The outermost boundary that is `line[from, to)`.
    private int find(byte[] line, int from, int to, int hash) {
        int found = NONE;
        for (int i = newestOfLength[to - from]; i != NONE; i = open.get(i).previousOfLength()) {
            Boundary boundary = open.get(i);
            if (boundary.hash() == hash
                    && Arrays.equals(line, from, to, boundary.octets(), 0, to - from)) {
                found = i;
            }
        }
        return found;
    }
}
