// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.Progress;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.text.MessageText;

/// Runs a search over a mailbox: over the snapshot first, then over the stored records of what is
/// undecided, then over the octets of what still is.
public final class MailboxSearch {
    /// Records that are read at once, so that close ones come by one scan.
    private static final int BATCH = 256;

    /// Where few results are wanted, they are looked for in steps that grow to {@link #BATCH}.
    private static final int FIRST_BATCH = 16;

    /// Messages judged by the snapshot alone between two looks at the clock.
    private static final int STRIDE = 16_384;

    private final SearchView view;
    private final SearchKey key;
    private final Candidate candidate;
    private final Progress progress;
    private final BitSet found;
    private final int[] undecided = new int[BATCH];
    private final IndexRanges scope;
    private int used;
    private int hits;
    private long judged;
    private boolean missing;

    public MailboxSearch(SearchView view, SearchKey key, Progress progress)
            throws SearchKey.Refused {
        this.view = view;
        this.key = key.bind(view);
        this.candidate = new Candidate(view);
        this.progress = progress;
        this.found = new BitSet(view.snapshot().count());
        this.scope = this.key.scope().orElseGet(() -> IndexRanges.all(view.snapshot()));
    }

    /// True when an undecided message turned out to be expunged.
    public boolean isMissing() {
        return missing;
    }

    /// The messages that can be results, as far as the key names them.
    public IndexRanges scope() {
        return scope;
    }

    /// @return the indexes of all that is found
    public BitSet run() throws IOException {
        return first(Integer.MAX_VALUE);
    }

    /// Looks no further than needed for so many.
    ///
    /// @return the indexes of at least so many of the first results, or of all
    public BitSet first(int wanted) throws IOException {
        progress.begin(scope.size());
        int batch = wanted < BATCH ? FIRST_BATCH : BATCH;
        for (int range = 0; range < scope.count(); range++) {
            for (int index = scope.first(range); index <= scope.last(range); index++) {
                if (judge(index, batch)) {
                    batch = Math.min(BATCH, batch * 2);
                    if (hits >= wanted) {
                        return found;
                    }
                }
            }
        }
        decideRest();
        return found;
    }

    /// As {@link #first} from the other end.
    public BitSet last(int wanted) throws IOException {
        progress.begin(scope.size());
        int batch = FIRST_BATCH;
        for (int range = scope.count() - 1; range >= 0; range--) {
            for (int index = scope.last(range); index >= scope.first(range); index--) {
                if (judge(index, batch)) {
                    batch = Math.min(BATCH, batch * 2);
                    if (hits >= wanted) {
                        return found;
                    }
                }
            }
        }
        decideRest();
        return found;
    }

    /// Judges one message of several that are given.
    ///
    /// @return the indexes among these
    public BitSet among(int[] indexes) throws IOException {
        for (int index : indexes) {
            judge(index, BATCH);
        }
        decideRest();
        return found;
    }

    /// @return true when nothing is undecided now, so that results may be counted
    private boolean judge(int index, int batch) throws IOException {
        candidate.move(index);
        switch (key.test(candidate)) {
            case YES -> hit(index);
            case NO -> {}
            case UNKNOWN -> undecided[used++] = index;
        }
        judged++;
        if (used >= batch) {
            decideRest();
            return true;
        }
        if (judged % STRIDE == 0) {
            letOthersRun();
            progress.done(judged);
        }
        return used == 0 && hits > 0;
    }

    private void hit(int index) {
        found.set(index);
        hits++;
    }

    private void decideRest() throws IOException {
        if (used == 0) {
            return;
        }
        List<EmailId> ids = new ArrayList<>(used);
        for (int i = 0; i < used; i++) {
            ids.add(view.snapshot().email(undecided[i]));
        }
        List<StoredMessage> stored = view.mailboxes().messages(ids);
        int next = 0;
        for (int i = 0; i < used; i++) {
            if (next < stored.size() && stored.get(next).id().equals(ids.get(i))) {
                progress.done(judged - used + i);
                decide(undecided[i], stored.get(next));
                next++;
            } else {
                missing = true;
            }
        }
        used = 0;
    }

    private void decide(int index, StoredMessage message) throws IOException {
        candidate.move(index);
        candidate.give(message);
        Truth truth = key.test(candidate);
        if (truth == Truth.UNKNOWN) {
            letOthersRun();
            try (MessageOctets octets = view.mailboxes().octets(message)) {
                candidate.give(new MessageText(message, octets));
                truth = key.test(candidate);
            }
        }
        if (truth == Truth.YES) {
            hit(index);
        }
    }

    /// Reading through a mailbox is long work, and virtual threads are not time-sliced.
    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private static void letOthersRun() {
        Thread.yield();
    }
}
