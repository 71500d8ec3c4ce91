// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// An immutable ascending set of UIDs, kept as disjoint ranges that do not touch.
public final class UidSet {
    public static final UidSet EMPTY = new UidSet(new long[0]);

    /// first0, last0, first1, last1, …
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /// Both inclusive.
    public record Range(long first, long last) {}

    public static UidSet of(long... uids) {
        Builder builder = new Builder();
        long[] sorted = uids.clone();
        Arrays.sort(sorted);
        for (long uid : sorted) {
            builder.add(uid);
        }
        return builder.build();
    }

    /// Ranges in any order, overlapping or not.
    public static UidSet ofRanges(List<Range> ranges) {
        Builder builder = new Builder();
        ranges.stream()
                .sorted((a, b) -> Long.compare(a.first(), b.first()))
                .forEach(range -> builder.add(range.first(), range.last()));
        return builder.build();
    }

    /// Takes UIDs in ascending order.
    public static final class Builder {
        private long[] bounds = new long[8];
        private int used;

        public void add(long uid) {
            add(uid, uid);
        }

        /// @param first not before the first of the range that was added last
        public void add(long first, long last) {
            if (used > 0 && first <= bounds[used - 1] + 1) {
                bounds[used - 1] = Math.max(bounds[used - 1], last);
                return;
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, used * 2);
            }
            bounds[used++] = first;
            bounds[used++] = last;
        }

        public UidSet build() {
            return used == 0 ? EMPTY : new UidSet(Arrays.copyOf(bounds, used));
        }
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public boolean contains(long uid) {
        int at = Arrays.binarySearch(bounds, uid);
        if (at >= 0) {
            return true;
        }
        return (-at - 1) % 2 == 1;
    }

    /// How many UIDs, counting each of a range.
    public long size() {
        long size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new Range(bounds[i], bounds[i + 1]));
        }
        return ranges;
    }

    /// These and those.
    public UidSet plus(UidSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        List<Range> both = ranges();
        both.addAll(other.ranges());
        return ofRanges(both);
    }

    /// These without those.
    public UidSet minus(UidSet other) {
        Builder rest = new Builder();
        int at = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            long first = bounds[i];
            while (at < other.bounds.length && other.bounds[at + 1] < first) {
                at += 2;
            }
            int next = at;
            while (next < other.bounds.length && other.bounds[next] <= bounds[i + 1]) {
                if (other.bounds[next] > first) {
                    rest.add(first, other.bounds[next] - 1);
                }
                first = other.bounds[next + 1] + 1;
                next += 2;
            }
            if (first <= bounds[i + 1]) {
                rest.add(first, bounds[i + 1]);
            }
        }
        return rest.build();
    }

    public void forEach(LongConsumer action) {
        for (int i = 0; i < bounds.length; i += 2) {
            for (long uid = bounds[i]; uid <= bounds[i + 1]; uid++) {
                action.accept(uid);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /// As IMAP writes it: `1:3,7`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            if (i > 0) {
                text.append(',');
            }
            text.append(bounds[i]);
            if (bounds[i + 1] > bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }
}
