// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;

/// Which messages are `\Recent` to this session: those that no session was told of before.
/// RFC 3501 §2.3.2; IMAP4rev2 knows no such thing.
final class RecentMessages {
    private UidSet uids = UidSet.EMPTY;

    boolean contains(long uid) {
        return !uids.isEmpty() && uids.contains(uid);
    }

    /// Messages from this UID on are recent.
    ///
    /// @param snapshot which tells the last one
    void add(long from, MailboxSnapshot snapshot) {
        if (from >= snapshot.uidNext()) {
            return;
        }
        List<UidSet.Range> ranges = new ArrayList<>(uids.ranges());
        ranges.add(new UidSet.Range(from, snapshot.uidNext() - 1));
        uids = UidSet.ofRanges(ranges);
    }

    /// How many of them are in the mailbox still.
    int countIn(MailboxSnapshot snapshot) {
        int count = 0;
        for (UidSet.Range range : uids.ranges()) {
            count += place(snapshot, range.last() + 1) - place(snapshot, range.first());
        }
        return count;
    }

    /// Where the UID stands or would stand.
    private static int place(MailboxSnapshot snapshot, long uid) {
        int index = snapshot.indexOf(uid);
        return index >= 0 ? index : -index - 1;
    }
}
