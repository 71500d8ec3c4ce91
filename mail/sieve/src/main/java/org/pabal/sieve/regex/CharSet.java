// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.ArrayList;
import java.util.List;

/// `[...]`, and what is short for one.
record CharSet(boolean negated, List<Range> ranges, List<CharClass> classes) {

    /// Both ends belong to it.
    record Range(int from, int to) {}

    static CharSet of(CharClass one, boolean negated) {
        return new CharSet(negated, List.of(), List.of(one));
    }

    boolean contains(int c, Folding folding) {
        return holds(c, folding) != negated;
    }

    private boolean holds(int c, Folding folding) {
        if (has(c)) {
            return true;
        }
        return switch (folding) {
            case NONE -> false;
            case ASCII -> c < 128 && Character.isLetter(c) && has(c ^ 32);
            case UNICODE -> has(Character.toLowerCase(c)) || has(Character.toUpperCase(c));
        };
    }

    private boolean has(int c) {
        for (Range range : ranges) {
            if (c >= range.from && c <= range.to) {
                return true;
            }
        }
        for (CharClass each : classes) {
            if (each.contains(c)) {
                return true;
            }
        }
        return false;
    }

    /// While one is read.
    static final class Builder {
        final List<Range> ranges = new ArrayList<>();
        final List<CharClass> classes = new ArrayList<>();

        CharSet build(boolean negated) {
            return new CharSet(negated, List.copyOf(ranges), List.copyOf(classes));
        }
    }
}
