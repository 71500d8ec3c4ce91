// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.order.SortCriterion.Direction;
import org.pabal.imap.state.Progress;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SortKey;

/// The values by which messages are sorted, a column for each criterion.
final class SortKeys {
    private static final byte[] NO_TEXT = {};

    private final Column[] columns;

    private SortKeys(Column[] columns) {
        this.columns = columns;
    }

    /// @param indexes messages; the values are at the same places
    static SortKeys read(
            SearchView view, int[] indexes, List<SortCriterion> criteria, Progress progress)
            throws IOException {
        Column[] columns = new Column[criteria.size()];
        boolean records = false;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column(criteria.get(i), indexes.length);
            records |= columns[i].isInRecord();
        }
        MessageCursor cursor = view.cursors().get();
        for (int at = 0; at < indexes.length; at++) {
            cursor.move(indexes[at]);
            for (Column column : columns) {
                column.take(at, cursor);
            }
        }
        if (records) {
            RecordScan.visit(
                    view,
                    indexes,
                    progress,
                    (at, message) -> {
                        for (Column column : columns) {
                            column.take(at, message);
                        }
                    });
        }
        return new SortKeys(columns);
    }

    /// Compares two places.
    int compare(int one, int other) {
        for (Column column : columns) {
            int order = column.compare(one, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Numbers, or texts of which the first eight octets are numbers as well.
    private static final class Column {
        private final SortCriterion.Key key;
        private final boolean descending;
        private final long[] numbers;
        private final byte[][] texts;

        Column(SortCriterion criterion, int size) {
            key = criterion.key();
            descending = criterion.direction() == Direction.DESCENDING;
            numbers = new long[size];
            boolean text =
                    switch (key) {
                        case ARRIVAL, DATE, SIZE -> false;
                        case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> true;
                    };
            texts = new byte[text ? size : 0][];
            Arrays.fill(texts, NO_TEXT);
        }

        boolean isInRecord() {
            return key != SortCriterion.Key.ARRIVAL && key != SortCriterion.Key.SIZE;
        }

        void take(int at, MessageCursor cursor) {
            switch (key) {
                // A record that is gone counts as one without a Date field.
                case ARRIVAL, DATE -> numbers[at] = signed(cursor.internalSeconds());
                case SIZE -> numbers[at] = signed(cursor.size());
                case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> {}
            }
        }

        void take(int at, StoredMessage message) {
            switch (key) {
                case ARRIVAL, SIZE -> {}
                case DATE -> numbers[at] = signed(message.sentDate().getEpochSecond());
                case CC -> take(at, message.sortKey(SortKey.CC));
                case DISPLAYFROM -> take(at, message.sortKey(SortKey.DISPLAY_FROM));
                case DISPLAYTO -> take(at, message.sortKey(SortKey.DISPLAY_TO));
                case FROM -> take(at, message.sortKey(SortKey.FROM));
                case SUBJECT -> take(at, message.sortKey(SortKey.BASE_SUBJECT));
                case TO -> take(at, message.sortKey(SortKey.TO));
            }
        }

        private void take(int at, byte[] text) {
            texts[at] = text;
            numbers[at] = beginning(text);
        }

        /// The order of unsigned numbers serves both.
        private static long signed(long number) {
            return number ^ Long.MIN_VALUE;
        }

        private static long beginning(byte[] text) {
            long beginning = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                beginning = beginning << 8 | (i < text.length ? text[i] & 0xFF : 0);
            }
            return beginning;
        }

        int compare(int one, int other) {
            int order = Long.compareUnsigned(numbers[one], numbers[other]);
            if (order == 0 && texts.length > 0) {
                order = Arrays.compareUnsigned(texts[one], texts[other]);
            }
            return descending ? -order : order;
        }
    }
}
