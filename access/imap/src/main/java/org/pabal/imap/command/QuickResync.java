// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.Vanished;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.SequenceSet;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;

/// What a client kept of a mailbox, and what it has missed since. RFC 7162 §3.2.5.
///
/// @param known the UIDs it has; empty for all
/// @param match message numbers and their UIDs as it remembers them
record QuickResync(
        long uidValidity, long modSeq, Optional<SequenceSet> known, Optional<Match> match) {

    record Match(SequenceSet numbers, SequenceSet uids) {}

    /// `"(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"`
    static QuickResync parse(ImapParser in) throws ImapSyntaxException {
        in.expect('(');
        long uidValidity = in.nzNumber();
        in.space();
        long modSeq = in.number64();
        Optional<SequenceSet> known = Optional.empty();
        Optional<Match> match = Optional.empty();
        if (in.skip(' ')) {
            if (!in.isNext('(')) {
                known = Optional.of(in.sequenceSet());
            }
            if (known.isEmpty() || in.skip(' ')) {
                match = Optional.of(match(in));
            }
        }
        in.expect(')');
        return new QuickResync(uidValidity, modSeq, known, match);
    }

    /// `seq-match-data = "(" known-sequence-set SP known-uid-set ")"`
    private static Match match(ImapParser in) throws ImapSyntaxException {
        in.expect('(');
        SequenceSet numbers = in.sequenceSet();
        SequenceSet uids = in.space().sequenceSet();
        in.expect(')');
        return new Match(numbers, uids);
    }

    /// Writes VANISHED (EARLIER) and the FETCH responses of what changed.
    void write(SelectedMailbox selected) throws IOException {
        MailboxSnapshot snapshot = selected.told();
        if (uidValidity != snapshot.uidValidity()) {
            return; // the client sees the new value and starts afresh
        }
        long last = snapshot.uidNext() - 1;
        UidSet all = known.map(set -> set.resolve(last)).orElse(Vanished.upTo(last));
        Vanished.write(selected, all, modSeq, agreedUpTo(snapshot));
        for (int index = 0; index < snapshot.count(); index++) {
            if (snapshot.modSeq(index) > modSeq && all.contains(snapshot.uid(index))) {
                selected.writeFlags(index);
            }
        }
    }

    /// The highest UID up to which the client's numbers are still right: nothing vanished below.
    private long agreedUpTo(MailboxSnapshot snapshot) {
        if (match.isEmpty()) {
            return 0;
        }
        long agreed = 0;
        Pairs numbers = new Pairs(match.get().numbers().resolve(snapshot.count()));
        Pairs uids = new Pairs(match.get().uids().resolve(snapshot.uidNext() - 1));
        while (numbers.hasNext() && uids.hasNext()) {
            long number = numbers.next();
            long uid = uids.next();
            if (number > snapshot.count() || snapshot.uid((int) number - 1) != uid) {
                break;
            }
            agreed = uid;
        }
        return agreed;
    }

    /// The members of a set one by one; stops where the set stops naming existing numbers.
    private static final class Pairs {
        private final List<UidSet.Range> ranges;
        private int range;
        private long next;

        Pairs(UidSet set) {
            ranges = set.ranges();
            next = ranges.isEmpty() ? 0 : ranges.get(0).first();
        }

        boolean hasNext() {
            return range < ranges.size();
        }

        long next() {
            long value = next++;
            if (next > ranges.get(range).last()) {
                range++;
                next = hasNext() ? ranges.get(range).first() : 0;
            }
            return value;
        }
    }
}
