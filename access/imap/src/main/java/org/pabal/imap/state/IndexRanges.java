// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.pabal.imap.syntax.MessageSet;
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

    /// What of a set exists in a mailbox that nobody selected.
    public static IndexRanges existing(MessageSet messages, MailboxSnapshot snapshot) {
        int count = snapshot.count();
        if (messages.set().isSaved()) {
            return new IndexRanges(new int[0]);
        }
        return messages.isByUid()
                ? ofUids(messages.set().resolve(count == 0 ? 0 : snapshot.uid(count - 1)), snapshot)
                : ofNumbers(messages.set().resolve(count), count);
    }

    /// From one index to another, inclusive.
    static IndexRanges between(int first, int last) {
        return new IndexRanges(last < first ? new int[0] : new int[] {first, last});
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

    /// How many messages.
    public int size() {
        int size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    /// The messages at these places among these, as places count from 0.
    ///
    /// @param to behind the last one
    public IndexRanges slice(int from, int to) {
        int[] kept = new int[bounds.length];
        int used = 0;
        int place = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            int size = bounds[i + 1] - bounds[i] + 1;
            int first = Math.max(0, from - place);
            int behind = Math.min(size, to - place);
            if (first < behind) {
                kept[used++] = bounds[i] + first;
                kept[used++] = bounds[i] + behind - 1;
            }
            place += size;
        }
        return new IndexRanges(Arrays.copyOf(kept, used));
    }

    /// Those of these that pass a test.
    public IndexRanges filter(IntPredicate test) {
        UidSet.Builder passed = new UidSet.Builder();
        for (int range = 0; range < count(); range++) {
            for (int index = first(range); index <= last(range); index++) {
                if (test.test(index)) {
                    passed.add(index);
                }
            }
        }
        return build(passed.build(), IndexRanges::pair);
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
