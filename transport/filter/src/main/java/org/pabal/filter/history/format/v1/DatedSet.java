// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history.format.v1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/// An immutable set of hashes, each with a day: 48 bits of the one and 16 of the other, sorted.
public final class DatedSet {
    public static final DatedSet EMPTY = new DatedSet(new long[0]);

    private static final long DAY = 0xFFFF;

    private final long[] entries;

    private DatedSet(long[] entries) {
        this.entries = entries;
    }

    public int size() {
        return entries.length;
    }

    /// The day of a hash.
    public OptionalInt dayOf(long hash) {
        int place = place(hash);
        return place < entries.length && isOf(entries[place], hash)
                ? OptionalInt.of((int) (entries[place] & DAY))
                : OptionalInt.empty();
    }

    private static boolean isOf(long entry, long hash) {
        return (entry & ~DAY) == (hash & ~DAY);
    }

    private int place(long hash) {
        int found = Arrays.binarySearch(entries, hash & ~DAY);
        return found >= 0 ? found : -found - 1;
    }

    /// With a hash under this day; what is older than `oldest` goes, and the oldest of what is over
    /// `most`.
    ///
    /// @param day since 1970
    public DatedSet with(long hash, int day, int oldest, int most) {
        int place = place(hash);
        boolean there = place < entries.length && isOf(entries[place], hash);
        long[] more = new long[entries.length + (there ? 0 : 1)];
        System.arraycopy(entries, 0, more, 0, place);
        more[place] = hash & ~DAY | day & DAY;
        int from = there ? place + 1 : place;
        System.arraycopy(entries, from, more, place + 1, entries.length - from);
        return more.length <= most ? new DatedSet(more) : cut(more, oldest, most);
    }

    public DatedSet without(long hash) {
        return new DatedSet(Arrays.stream(entries).filter(entry -> !isOf(entry, hash)).toArray());
    }

    private static DatedSet cut(long[] entries, int oldest, int most) {
        long[] days = Arrays.stream(entries).map(entry -> entry & DAY).sorted().toArray();
        long from = Math.max(oldest, days[Math.max(0, days.length - most * 7 / 8)]);
        long[] kept = Arrays.stream(entries).filter(entry -> (entry & DAY) >= from).toArray();
        // All of one day: those that come first in the order of hashes, which is as good as chance.
        return new DatedSet(kept.length <= most ? kept : Arrays.copyOf(kept, most));
    }

    int octets() {
        return Integer.BYTES + entries.length * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putInt(entries.length);
        for (long entry : entries) {
            out.putLong(entry);
        }
    }

    static DatedSet read(ByteBuffer in) {
        int count = in.remaining() < Integer.BYTES ? 0 : in.getInt();
        if (count < 0 || (long) count * Long.BYTES > in.remaining()) {
            return EMPTY;
        }
        long[] entries = new long[count];
        for (int i = 0; i < count; i++) {
            entries[i] = in.getLong();
        }
        Arrays.sort(entries);
        return new DatedSet(entries);
    }
}
