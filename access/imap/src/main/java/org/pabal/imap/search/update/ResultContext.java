// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.update;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongUnaryOperator;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.search.MailboxSearch;
import org.pabal.imap.search.SearchKey;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.order.SortCriterion;
import org.pabal.imap.state.Progress;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.UpdatingResult;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;

/// One result that a client asked to be kept up to date. RFC 5267 §4.3.
public final class ResultContext implements UpdatingResult {
    private final String tag;
    private final Addressing addressing;
    private final SearchKey key;
    private final ResultOrder order;
    private UidSet members;

    private ResultContext(
            String tag, Addressing addressing, SearchKey key, ResultOrder order, UidSet members) {
        this.tag = tag;
        this.addressing = addressing;
        this.key = key;
        this.order = order;
        this.members = members;
    }

    /// @param key that means the same at any time: without message numbers and ages
    public static ResultContext ofSearch(
            String tag, Addressing addressing, SearchKey key, UidSet found) {
        return new ResultContext(tag, addressing, key, ResultOrder.OF_MAILBOX, found);
    }

    /// @param sorted UIDs in their order
    public static ResultContext ofSort(
            String tag,
            Addressing addressing,
            SearchKey key,
            List<SortCriterion> criteria,
            long[] sorted) {
        return new ResultContext(
                tag, addressing, key, new SortedOrder(criteria, sorted), UidSet.of(sorted));
    }

    @Override
    public String tag() {
        return tag;
    }

    /// How much memory it takes: results that are kept one by one, and ranges.
    public int weight() {
        return order.kept() + members.ranges().size() * 2;
    }

    @Override
    public void expunging(SelectedMailbox selected, int[] indexes) throws IOException {
        UidSet gone = uids(selected.told(), indexes, _ -> true, true);
        if (!gone.isEmpty()) {
            ResponseWriter out = begin(selected.out());
            remove(gone, out, selected.told());
            out.crlf();
        }
    }

    @Override
    public void changed(SelectedMailbox selected, int[] indexes) throws IOException {
        BitSet matching = matching(selected, indexes);
        MailboxSnapshot now = selected.told();
        UidSet left = uids(now, indexes, index -> !matching.get(index), true);
        UidSet entered = uids(now, indexes, matching::get, false);
        if (left.isEmpty() && entered.isEmpty()) {
            return;
        }
        ResponseWriter out = begin(selected.out());
        if (!left.isEmpty()) {
            remove(left, out, now);
        }
        if (!entered.isEmpty()) {
            out.ascii(" ADDTO (");
            order.add(entered, selected, out, number(now));
            out.octet(')');
            members = members.plus(entered);
        }
        out.crlf();
    }

    private BitSet matching(SelectedMailbox selected, int[] indexes) throws IOException {
        try {
            return new MailboxSearch(SearchView.of(selected), key, Progress.NONE).among(indexes);
        } catch (SearchKey.Refused refused) {
            throw new IllegalStateException("refused only now", refused);
        }
    }

    /// Those of some messages that are members, or that are not.
    private UidSet uids(
            MailboxSnapshot snapshot, int[] indexes, IntPredicate which, boolean membership) {
        UidSet.Builder uids = new UidSet.Builder();
        for (int index : indexes) {
            long uid = snapshot.uid(index);
            if (which.test(index) && members.contains(uid) == membership) {
                uids.add(uid);
            }
        }
        return uids.build();
    }

    private ResponseWriter begin(ResponseWriter out) throws IOException {
        out.ascii("* ESEARCH (TAG ").string(tag).octet(')');
        return addressing == Addressing.UID ? out.ascii(" UID") : out;
    }

    private void remove(UidSet gone, ResponseWriter out, MailboxSnapshot snapshot)
            throws IOException {
        out.ascii(" REMOVEFROM (");
        order.remove(gone, out, number(snapshot));
        out.octet(')');
        members = members.minus(gone);
    }

    private LongUnaryOperator number(MailboxSnapshot snapshot) {
        return addressing == Addressing.UID ? uid -> uid : uid -> snapshot.indexOf(uid) + 1L;
    }
}
