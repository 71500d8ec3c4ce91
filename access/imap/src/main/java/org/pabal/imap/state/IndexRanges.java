// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Arrays;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;

/// Messages by their index (message number less one) in a snapshot: ascending ranges.
public final class IndexRanges {
    /// first0, last0, first1, last1, …
    private final int[] bounds;

    private IndexRanges(int[] bounds) {
        this.bounds = bounds;
    }

    public static IndexRanges all(MailboxSnapshot snapshot) {
        int count = snapshot.count();
        return new IndexRanges(count == 0 ? new int[0] : new int[] {0, count - 1});
    }

    /// @param numbers message numbers; those above the count are left out
    static IndexRanges ofNumbers(UidSet numbers, int count) {
        return build(numbers, (first, last) -> pair((int) first - 1, Math.min(last, count) - 1));
    }

    /// @param uids those that are not there are left out
    static IndexRanges ofUids(UidSet uids, MailboxSnapshot snapshot) {
        return build(
                uids,
                (first, last) -> {
                    int from = snapshot.indexOf(first);
                    int to = snapshot.indexOf(last);
                    return pair(from < 0 ? -from - 1 : from, to < 0 ? -to - 2L : to);
                });
    }

    private interface Mapping {
        /// The two ends; the range is empty when the second is below the first.
        long[] map(long first, long last);
    }

    private static long[] pair(long first, long last) {
        return new long[] {first, last};
    }

    private static IndexRanges build(UidSet set, Mapping mapping) {
        int[] bounds = new int[8];
        int used = 0;
        for (UidSet.Range range : set.ranges()) {
            long[] ends = mapping.map(range.first(), range.last());
            if (ends[1] < ends[0]) {
                continue;
            }
            if (used > 0 && ends[0] <= bounds[used - 1] + 1L) {
                bounds[used - 1] = (int) ends[1];
                continue;
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, used * 2);
            }
            bounds[used++] = (int) ends[0];
            bounds[used++] = (int) ends[1];
        }
        return new IndexRanges(Arrays.copyOf(bounds, used));
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /// How many ranges.
    public int count() {
        return bounds.length / 2;
    }

    public int first(int range) {
        return bounds[2 * range];
    }

    /// Inclusive.
    public int last(int range) {
        return bounds[2 * range + 1];
    }

    public boolean contains(int index) {
        int at = Arrays.binarySearch(bounds, index);
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    public UidSet uids(MailboxSnapshot snapshot) {
        UidSet.Builder uids = new UidSet.Builder();
        for (int range = 0; range < count(); range++) {
            for (int index = first(range); index <= last(range); index++) {
                uids.add(snapshot.uid(index));
            }
        }
        return uids.build();
    }
}
