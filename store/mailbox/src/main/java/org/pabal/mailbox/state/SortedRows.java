// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table of numbers whose rows ascend by their first columns, no two alike in these. Immutable: a
/// change makes another one that shares all but a few chunks of some hundred rows.
///
/// All rows with the same number in the first column lie in one chunk.
final class SortedRows {
    private static final int CHUNK = 256;

    /// How many rows are told apart while they are sorted, as a power of two: ids and UIDs leave more
    /// than that of a long.
    static final int ROW_BITS = 27;

    private final int width;
    private final int keys;
    private final Chunk[] chunks;

    /// The first number of each chunk's first row.
    private final long[] firsts;

    private final int count;

    private record Chunk(int count, LongColumn[] columns) {
        long get(int row, int column) {
            return columns[column].get(row);
        }
    }

    private SortedRows(int width, int keys, Chunk[] chunks) {
        this.width = width;
        this.keys = keys;
        this.chunks = chunks;
        this.firsts = new long[chunks.length];
        int rows = 0;
        for (int i = 0; i < chunks.length; i++) {
            firsts[i] = chunks[i].get(0, 0);
            rows += chunks[i].count;
        }
        this.count = rows;
    }

    /// @param width columns
    /// @param keys columns by which rows are told apart
    static SortedRows empty(int width, int keys) {
        return new SortedRows(width, keys, new Chunk[0]);
    }

    int count() {
        return count;
    }

    /// Some rows, to be put into a table or taken out of it.
    static final class Rows {
        private final int width;
        private long[] numbers = new long[64];
        private int used;

        Rows(int width) {
            this.width = width;
        }

        void add(long... row) {
            if (used + width > numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(used + width, numbers.length * 2));
            }
            System.arraycopy(row, 0, numbers, used, width);
            used += width;
        }

        int count() {
            return used / width;
        }

        long get(int row, int column) {
            return numbers[row * width + column];
        }

        /// By the first columns.
        void sort(int keys) {
            if (isSorted(keys)) {
                return;
            }
            int[] order = new int[count()];
            Arrays.setAll(order, row -> row);
            for (int column = keys - 1; column >= 0; column--) {
                order = sorted(order, column);
            }
            long[] moved = new long[used];
            for (int row = 0; row < order.length; row++) {
                System.arraycopy(numbers, order[row] * width, moved, row * width, width);
            }
            numbers = moved;
        }

        private boolean isSorted(int keys) {
            for (int row = 1; row < count(); row++) {
                if (compare(this, row - 1, this, row, keys) > 0) {
                    return false;
                }
            }
            return true;
        }

        /// The rows by one column, otherwise in the order in which they are: sorts numbers, each with a
        /// row behind it.
        private int[] sorted(int[] order, int column) {
            long lowest = Long.MAX_VALUE;
            for (int row : order) {
                lowest = Math.min(lowest, get(row, column));
            }
            long[] packed = new long[order.length];
            for (int at = 0; at < order.length; at++) {
                packed[at] = get(order[at], column) - lowest << ROW_BITS | at;
            }
            Arrays.sort(packed);
            int[] sorted = new int[order.length];
            for (int at = 0; at < order.length; at++) {
                sorted[at] = order[(int) packed[at] & (1 << ROW_BITS) - 1];
            }
            return sorted;
        }

        static int compare(Rows a, int rowOfA, Rows b, int rowOfB, int keys) {
            for (int column = 0; column < keys; column++) {
                int order = Long.compare(a.get(rowOfA, column), b.get(rowOfB, column));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }

    /// Takes the rows of a table in ascending order.
    static final class Builder {
        private final int width;
        private final int keys;
        private final List<Chunk> chunks = new ArrayList<>();
        private long[][] columns;
        private int used;

        Builder(int width, int keys) {
            this.width = width;
            this.keys = keys;
            this.columns = new long[width][CHUNK];
        }

        void add(long... row) {
            if (used >= CHUNK && row[0] != columns[0][used - 1]) {
                close();
            }
            if (used == columns[0].length) {
                for (int column = 0; column < width; column++) {
                    columns[column] = Arrays.copyOf(columns[column], used * 2);
                }
            }
            for (int column = 0; column < width; column++) {
                columns[column][used] = row[column];
            }
            used++;
        }

        private void close() {
            if (used > 0) {
                LongColumn[] closed = new LongColumn[width];
                for (int column = 0; column < width; column++) {
                    closed[column] = LongColumn.of(columns[column], used);
                }
                chunks.add(new Chunk(used, closed));
                used = 0;
            }
        }

        /// The same chunk once more.
        private void share(Chunk chunk) {
            close();
            chunks.add(chunk);
        }

        SortedRows build() {
            close();
            return new SortedRows(width, keys, chunks.toArray(new Chunk[0]));
        }
    }

    /// The table without some of its rows and with others.
    ///
    /// @param removed only their keys count; those that are not here are passed over
    /// @param added none that stays here
    SortedRows with(Rows removed, Rows added) {
        if (removed.count() == 0 && added.count() == 0) {
            return this;
        }
        removed.sort(keys);
        added.sort(keys);
        Builder next = new Builder(width, keys);
        int gone = 0;
        int come = 0;
        for (int i = 0; i < Math.max(1, chunks.length); i++) {
            long end = i + 1 < chunks.length ? firsts[i + 1] : Long.MAX_VALUE;
            int goneEnd = endOf(removed, gone, end);
            int comeEnd = endOf(added, come, end);
            if (gone == goneEnd && come == comeEnd && i < chunks.length) {
                next.share(chunks[i]);
            } else {
                Rows here = i < chunks.length ? rows(chunks[i]) : new Rows(width);
                merge(here, removed, gone, goneEnd, added, come, comeEnd, next);
            }
            gone = goneEnd;
            come = comeEnd;
        }
        SortedRows after = next.build();
        return after.chunks.length > 16 + after.count / (CHUNK / 8) ? after.packed() : after;
    }

    private static int endOf(Rows rows, int from, long end) {
        int at = from;
        while (at < rows.count() && rows.get(at, 0) < end) {
            at++;
        }
        return at;
    }

    private Rows rows(Chunk chunk) {
        Rows rows = new Rows(width);
        long[] row = new long[width];
        for (int at = 0; at < chunk.count; at++) {
            for (int column = 0; column < width; column++) {
                row[column] = chunk.get(at, column);
            }
            rows.add(row);
        }
        return rows;
    }

    private void merge(
            Rows here,
            Rows removed,
            int removedFrom,
            int removedTo,
            Rows added,
            int addedFrom,
            int addedTo,
            Builder next) {
        next.close();
        int gone = removedFrom;
        int come = addedFrom;
        for (int at = 0; at < here.count(); at++) {
            while (come < addedTo && Rows.compare(added, come, here, at, keys) < 0) {
                next.add(row(added, come++));
            }
            while (gone < removedTo && Rows.compare(removed, gone, here, at, keys) < 0) {
                gone++;
            }
            if (gone == removedTo || Rows.compare(removed, gone, here, at, keys) != 0) {
                next.add(row(here, at));
            }
        }
        while (come < addedTo) {
            next.add(row(added, come++));
        }
        next.close();
    }

    private long[] row(Rows rows, int at) {
        return Arrays.copyOfRange(rows.numbers, at * width, (at + 1) * width);
    }

    /// The same rows in full chunks.
    private SortedRows packed() {
        Builder all = new Builder(width, keys);
        for (Chunk chunk : chunks) {
            Rows rows = rows(chunk);
            for (int at = 0; at < rows.count(); at++) {
                all.add(row(rows, at));
            }
        }
        return all.build();
    }

    /// Stands at one row. For one thread.
    final class At {
        private int chunk;
        private int row;

        /// Goes to the first row whose first number is not below one.
        ///
        /// @return true when it is the same
        boolean seek(long first) {
            int found = Arrays.binarySearch(firsts, first);
            chunk = found >= 0 ? found : Math.max(0, -found - 2);
            row = 0;
            if (chunk == chunks.length) {
                return false;
            }
            int low = 0;
            int high = chunks[chunk].count;
            LongColumn column = chunks[chunk].columns[0];
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (column.get(middle) < first) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            row = low;
            if (row == chunks[chunk].count) {
                chunk++;
                row = 0;
            }
            return isThere() && get(0) == first;
        }

        boolean isThere() {
            return chunk < chunks.length;
        }

        void next() {
            if (++row == chunks[chunk].count) {
                chunk++;
                row = 0;
            }
        }

        long get(int column) {
            return chunks[chunk].get(row, column);
        }
    }

    /// At the first row.
    At at() {
        return new At();
    }
}
