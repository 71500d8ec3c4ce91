// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;

/// What was expunged while a client was away: VANISHED (EARLIER). RFC 7162 §3.2.10.1.
public final class Vanished {
    private Vanished() {}

    /// 1 to this.
    public static UidSet upTo(long last) {
        return last < 1 ? UidSet.EMPTY : UidSet.ofRanges(List.of(new UidSet.Range(1, last)));
    }

    /// @param among what the client asks about
    /// @param agreed up to this UID the client is known to miss nothing
    public static void write(SelectedMailbox selected, UidSet among, long modSeq, long agreed)
            throws IOException {
        Optional<UidSet> logged = selected.mailboxes().expungedSince(selected.mailbox(), modSeq);
        // Where the log does not reach back that far, all that is not there may have gone since.
        // What goes just now still has its number: it is told without EARLIER when that ends.
        UidSet gone =
                logged.isPresent()
                        ? missing(intersection(logged.get(), among), selected.told(), 0)
                        : missing(among, selected.told(), agreed);
        if (!gone.isEmpty()) {
            selected.out().ascii("* VANISHED (EARLIER) ").ascii(gone.toString()).crlf();
        }
    }

    static UidSet intersection(UidSet a, UidSet b) {
        UidSet.Builder both = new UidSet.Builder();
        List<UidSet.Range> as = a.ranges();
        List<UidSet.Range> bs = b.ranges();
        int i = 0;
        int j = 0;
        while (i < as.size() && j < bs.size()) {
            long first = Math.max(as.get(i).first(), bs.get(j).first());
            long last = Math.min(as.get(i).last(), bs.get(j).last());
            if (first <= last) {
                both.add(first, last);
            }
            if (as.get(i).last() < bs.get(j).last()) {
                i++;
            } else {
                j++;
            }
        }
        return both.build();
    }

    /// The members above `agreed` and below UIDNEXT that the mailbox does not have.
    static UidSet missing(UidSet among, MailboxSnapshot snapshot, long agreed) {
        UidSet.Builder missing = new UidSet.Builder();
        for (UidSet.Range range : among.ranges()) {
            long next = Math.max(range.first(), agreed + 1);
            long last = Math.min(range.last(), snapshot.uidNext() - 1);
            int found = snapshot.indexOf(next);
            int index = found < 0 ? -found - 1 : found;
            while (next <= last) {
                long present = index < snapshot.count() ? snapshot.uid(index) : Long.MAX_VALUE;
                if (present > next) {
                    missing.add(next, Math.min(last, present - 1));
                }
                next = present == Long.MAX_VALUE ? present : present + 1;
                index++;
            }
        }
        return missing.build();
    }
}
