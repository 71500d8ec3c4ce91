// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.text.MessageText;

/// Runs a search over the selected mailbox: over the snapshot first, then over the stored records
/// of what is undecided, then over the octets of what still is.
public final class MailboxSearch {
    private static final int BATCH = 256;

    private final SelectedMailbox selected;
    private final SearchKey key;
    private final Candidate candidate;
    private final BitSet found;
    private boolean missing;

    public MailboxSearch(SelectedMailbox selected, SearchKey key) throws SearchKey.NoSuchNumber {
        this.selected = selected;
        this.key = key.bind(selected);
        this.candidate = new Candidate(selected);
        this.found = new BitSet(selected.told().count());
    }

    /// True when an undecided message turned out to be expunged.
    public boolean isMissing() {
        return missing;
    }

    /// @return the indexes of what was found
    public BitSet run() {
        MailboxSnapshot snapshot = selected.told();
        int[] undecided = new int[BATCH];
        int used = 0;
        for (int index = 0; index < snapshot.count(); index++) {
            candidate.move(index);
            switch (key.test(candidate)) {
                case YES -> found.set(index);
                case NO -> {}
                case UNKNOWN -> undecided[used++] = index;
            }
            if (used == BATCH) {
                decide(undecided, used);
                used = 0;
            }
        }
        decide(undecided, used);
        return found;
    }

    private void decide(int[] indexes, int count) {
        if (count == 0) {
            return;
        }
        List<EmailId> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(selected.told().email(indexes[i]));
        }
        List<StoredMessage> stored = selected.mailboxes().messages(ids);
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (next < stored.size() && stored.get(next).id().equals(ids.get(i))) {
                decide(indexes[i], stored.get(next));
                next++;
            } else {
                missing = true;
            }
        }
    }

    private void decide(int index, StoredMessage message) {
        candidate.move(index);
        candidate.give(message);
        Truth truth = key.test(candidate);
        if (truth == Truth.UNKNOWN) {
            letOthersRun();
            try (MessageOctets octets = selected.mailboxes().octets(message)) {
                candidate.give(new MessageText(message, octets));
                truth = key.test(candidate);
            }
        }
        if (truth == Truth.YES) {
            found.set(index);
        }
    }

    /// Reading through a mailbox is long work, and virtual threads are not time-sliced.
    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private static void letOthersRun() {
        Thread.yield();
    }
}
