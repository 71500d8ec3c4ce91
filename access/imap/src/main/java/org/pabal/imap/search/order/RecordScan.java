// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.state.Progress;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;

/// Reads the stored records of what was found, some hundred at a time.
final class RecordScan {
    private static final int BATCH = 256;

    private RecordScan() {}

    interface Visitor {
        /// @param at place among the indexes
        void visit(int at, StoredMessage message);
    }

    /// Visits in the order of the indexes; leaves out what is expunged by now.
    static void visit(SearchView view, int[] indexes, Progress progress, Visitor visitor)
            throws IOException {
        progress.begin(indexes.length);
        for (int from = 0; from < indexes.length; from += BATCH) {
            int to = Math.min(indexes.length, from + BATCH);
            List<EmailId> ids = new ArrayList<>(to - from);
            for (int at = from; at < to; at++) {
                ids.add(view.snapshot().email(indexes[at]));
            }
            int next = 0;
            List<StoredMessage> messages = view.mailboxes().messages(ids);
            for (int at = from; at < to && next < messages.size(); at++) {
                if (messages.get(next).id().equals(ids.get(at - from))) {
                    visitor.visit(at, messages.get(next++));
                }
            }
            letOthersRun();
            progress.done(to);
        }
    }

    /// Virtual threads are not time-sliced.
    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private static void letOthersRun() {
        Thread.yield();
    }
}
