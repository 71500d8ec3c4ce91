// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.stored.AccountEdit.Arrival;

/// Whose `\Seen` counts: the owner's, which lies with the other flags, or that of another reader,
/// which has its own records.
///
/// @param account the reader's number; 0 for the owner
record Reader(long account) {
    static final Reader OWNER = new Reader(0);

    static Reader of(Account owner, Account reader) {
        return owner.id().equals(reader.id()) ? OWNER : new Reader(reader.id().value());
    }

    boolean isOwner() {
        return account == 0;
    }

    /// Null for the owner.
    @Nullable SeenChunks marks(AccountEdit edit, MailboxState mailbox) {
        return isOwner() ? null : new SeenChunks(edit.marks(mailbox, account));
    }

    /// The flags of a message as the reader sees them.
    static Flags flags(MessageEntry message, @Nullable SeenChunks marks) {
        if (marks == null) {
            return message.flags();
        }
        return marks.has(message.uid()) ? message.flags().plusSeen() : message.flags().minusSeen();
    }

    void setMarks(AccountEdit edit, MailboxId mailbox, @Nullable SeenChunks marks) {
        if (marks != null && !marks.changed().isEmpty()) {
            edit.setMarks(mailbox, account, marks.changed());
        }
    }

    /// Puts messages into a mailbox whose flags are meant as the reader sees them.
    UidSet append(AccountEdit edit, MailboxId to, List<Arrival> arrivals) {
        if (isOwner()) {
            return edit.append(to, arrivals);
        }
        UidSet uids = edit.append(to, arrivals.stream().map(Arrival::unseen).toList());
        if (arrivals.stream().anyMatch(arrival -> arrival.flags().isSeen())) {
            MailboxState mailbox = edit.mailbox(to).orElseThrow();
            SeenChunks marks = new SeenChunks(edit.marks(mailbox, account));
            long uid =
                    uids.ranges().getFirst().first(); // one range: edit.append gives them in a row
            for (Arrival arrival : arrivals) {
                if (arrival.flags().isSeen()) {
                    marks.put(uid, true);
                }
                uid++;
            }
            setMarks(edit, to, marks);
        }
        return uids;
    }
}
