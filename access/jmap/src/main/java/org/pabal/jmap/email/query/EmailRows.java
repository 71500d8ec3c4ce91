// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SortKey;

/// The emails that a query has found so far, as columns of numbers in the order of their ids. For one
/// thread.
final class EmailRows {
    /// Of an index, beside the seconds, in one long.
    private static final int INDEX_BITS = 27;

    private static final long MAX_SECONDS = (1L << 63 - INDEX_BITS) - 1;

    private final List<EmailSort> sort;
    private long[] ids = new long[1024];
    private long[] threads = new long[1024];

    /// One for each comparator; unused where it compares texts.
    private final long[][] numbers;

    private final byte[][][] texts;
    private int count;

    EmailRows(List<EmailSort> sort) {
        this.sort = sort;
        this.numbers = new long[sort.size()][1024];
        this.texts = new byte[sort.size()][][];
    }

    int count() {
        return count;
    }

    long id(int row) {
        return ids[row];
    }

    /// @param values one for each comparator, as far as they are known
    void add(long id, long thread, long[] values) {
        if (count == ids.length) {
            int larger = count * 2;
            ids = Arrays.copyOf(ids, larger);
            threads = Arrays.copyOf(threads, larger);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Arrays.copyOf(numbers[i], larger);
            }
        }
        ids[count] = id;
        threads[count] = thread;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i][count] = values[i];
        }
        count++;
    }

    /// Leaves out all others.
    void keep(BitSet rows) {
        int kept = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            ids[kept] = ids[row];
            threads[kept] = threads[row];
            for (long[] column : numbers) {
                column[kept] = column[row];
            }
            kept++;
        }
        count = kept;
    }

    /// Takes in what is stored with an email, for the comparators that need it.
    void put(int row, StoredMessage record) {
        for (int i = 0; i < sort.size(); i++) {
            switch (sort.get(i).by()) {
                case FROM -> text(i, row, record.sortKey(SortKey.DISPLAY_FROM));
                case TO -> text(i, row, record.sortKey(SortKey.DISPLAY_TO));
                case SUBJECT -> text(i, row, record.sortKey(SortKey.BASE_SUBJECT));
                case SENT_AT -> numbers[i][row] = record.sentDate().getEpochSecond();
                case RECEIVED_AT,
                        SIZE,
                        SNOOZED_UNTIL,
                        HAS_KEYWORD,
                        ALL_IN_THREAD_HAVE_KEYWORD,
                        SOME_IN_THREAD_HAVE_KEYWORD -> {}
            }
        }
    }

    private void text(int comparator, int row, byte[] key) {
        if (texts[comparator] == null) {
            texts[comparator] = new byte[count][];
        }
        texts[comparator][row] = key;
    }

    /// The ids in order; of equal ones the newer goes first.
    long[] ordered(boolean collapseThreads) {
        int[] order = sort.size() == 1 && texts[0] == null ? byNumber() : byAll();
        return collapseThreads ? collapsed(order) : all(order);
    }

    private int[] byNumber() {
        boolean ascending = sort.getFirst().ascending();
        long[] keys = new long[count];
        for (int row = 0; row < count; row++) {
            long value = Math.clamp(numbers[0][row], 0, MAX_SECONDS);
            long key = ascending ? MAX_SECONDS - value : value;
            keys[row] = key << INDEX_BITS | row;
        }
        Arrays.sort(keys);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[count - 1 - i] & (1 << INDEX_BITS) - 1;
        }
        return order;
    }

    private int[] byAll() {
        Integer[] boxed = new Integer[count];
        Arrays.setAll(boxed, row -> row);
        Arrays.sort(boxed, this::compare);
        int[] order = new int[count];
        Arrays.setAll(order, i -> boxed[i]);
        return order;
    }

    private int compare(int one, int other) {
        for (int i = 0; i < numbers.length; i++) {
            byte[][] words = texts[i];
            int result =
                    words == null
                            ? Long.compare(numbers[i][one], numbers[i][other])
                            : Arrays.compareUnsigned(words[one], words[other]);
            if (result != 0) {
                return sort.get(i).ascending() ? result : -result;
            }
        }
        return Integer.compare(other, one);
    }

    private long[] all(int[] order) {
        long[] all = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            all[i] = ids[order[i]];
        }
        return all;
    }

    private long[] collapsed(int[] order) {
        LongTable seen = new LongTable(order.length);
        long[] first = new long[order.length];
        int size = 0;
        for (int row : order) {
            if (seen.add(threads[row], 1)) {
                first[size++] = ids[row];
            }
        }
        return Arrays.copyOf(first, size);
    }
}
