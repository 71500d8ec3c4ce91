// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pabal.mailbox.UidSet;

/// A sequence-set as it was written. RFC 9051 §9.
public final class SequenceSet {
    /// Stands for the largest number in use.
    static final long STAR = 0;

    /// `$`: what the last SEARCH saved. RFC 9051 §6.4.4.1.
    public static final SequenceSet SAVED = new SequenceSet(new long[0]);

    /// first0, last0, first1, last1, … as written.
    private final long[] bounds;

    private SequenceSet(long[] bounds) {
        this.bounds = bounds;
    }

    static final class Builder {
        private long[] bounds = new long[8];
        private int used;

        void add(long first, long last) {
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, used * 2);
            }
            bounds[used++] = first;
            bounds[used++] = last;
        }

        SequenceSet build() {
            return new SequenceSet(Arrays.copyOf(bounds, used));
        }
    }

    public boolean isSaved() {
        return this == SAVED;
    }

    /// True when a number without `*` beside it is larger than this.
    public boolean hasNumberAbove(long largest) {
        for (int i = 0; i < bounds.length; i += 2) {
            boolean star = bounds[i] == STAR || bounds[i + 1] == STAR;
            if (!star && Math.max(bounds[i], bounds[i + 1]) > largest) {
                return true;
            }
        }
        return false;
    }

    /// The numbers meant, sorted and merged; a range may be written either way round.
    ///
    /// @param largest what `*` means; 0 when there is no message, and then `*` means none
    public UidSet resolve(long largest) {
        List<UidSet.Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            boolean star = bounds[i] == STAR || bounds[i + 1] == STAR;
            if (star && largest == 0) {
                continue;
            }
            long a = bounds[i] == STAR ? largest : bounds[i];
            long b = bounds[i + 1] == STAR ? largest : bounds[i + 1];
            ranges.add(new UidSet.Range(Math.min(a, b), Math.max(a, b)));
        }
        return UidSet.ofRanges(ranges);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i > 0 ? "," : "").append(number(bounds[i]));
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(number(bounds[i + 1]));
            }
        }
        return isSaved() ? "$" : text.toString();
    }

    private static String number(long number) {
        return number == STAR ? "*" : Long.toString(number);
    }
}
