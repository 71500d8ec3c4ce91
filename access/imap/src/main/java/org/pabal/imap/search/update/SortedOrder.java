// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.update;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.order.MailboxSort;
import org.pabal.imap.search.order.SortCriterion;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.mailbox.UidSet;

/// The list of a sorted result. What messages are sorted by never changes, so that a message stays
/// where it is until it leaves.
final class SortedOrder implements ResultOrder {
    private final List<SortCriterion> criteria;
    private long[] uids;
    private int count;

    /// @param uids in their order
    SortedOrder(List<SortCriterion> criteria, long[] uids) {
        this.criteria = criteria;
        this.uids = uids;
        this.count = uids.length;
    }

    @Override
    public int kept() {
        return count;
    }

    /// Each position is that after all removals before it.
    @Override
    public void remove(UidSet gone, ResponseWriter out, LongUnaryOperator number)
            throws IOException {
        Positions positions = new Positions(out);
        int kept = 0;
        for (int at = 0; at < count; at++) {
            if (gone.contains(uids[at])) {
                positions.removed(kept + 1, number.applyAsLong(uids[at]));
            } else {
                uids[kept++] = uids[at];
            }
        }
        positions.end();
        count = kept;
    }

    @Override
    public void add(
            UidSet arrived, SelectedMailbox selected, ResponseWriter out, LongUnaryOperator number)
            throws IOException {
        Positions positions = new Positions(out);
        SearchView view = SearchView.of(selected);
        for (UidSet.Range range : arrived.ranges()) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                int place = placeOf(view, uid);
                insert(place, uid);
                positions.added(place + 1, number.applyAsLong(uid));
            }
        }
        positions.end();
    }

    /// Before the first one that it comes before.
    private int placeOf(SearchView view, long uid) throws IOException {
        int index = view.snapshot().indexOf(uid);
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int other = view.snapshot().indexOf(uids[middle]);
            if (MailboxSort.isBefore(view, index, other, criteria)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void insert(int place, long uid) {
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, count + count / 4 + 16);
        }
        System.arraycopy(uids, place, uids, place + 1, count - place);
        uids[place] = uid;
        count++;
    }

    /// Writes pairs of a position and a set; numbers that follow each other are one pair.
    private static final class Positions {
        private final ResponseWriter out;
        private boolean any;
        private int position;
        private long first;
        private long last;

        Positions(ResponseWriter out) {
            this.out = out;
        }

        void removed(int at, long number) throws IOException {
            if (any && at == position && number == last + 1) {
                last = number;
            } else {
                begin(at, number);
            }
        }

        void added(int at, long number) throws IOException {
            if (any && at == position + (last - first) + 1 && number == last + 1) {
                last = number;
            } else {
                begin(at, number);
            }
        }

        private void begin(int at, long number) throws IOException {
            if (any) {
                write();
                out.octet(' ');
            }
            any = true;
            position = at;
            first = number;
            last = number;
        }

        private void write() throws IOException {
            out.number(position).octet(' ').number(first);
            if (last > first) {
                out.octet(':').number(last);
            }
        }

        void end() throws IOException {
            if (any) {
                write();
            }
        }
    }
}
