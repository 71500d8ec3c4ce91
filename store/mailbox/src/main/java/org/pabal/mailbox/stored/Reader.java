// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SeenFormat;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.state.SeenMarks;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.storage.Change;

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
        return isOwner() ? null : chunks(edit, mailbox);
    }

    /// Only for one who is not the owner.
    SeenChunks chunks(AccountEdit edit, MailboxState mailbox) {
        return new SeenChunks(seen(edit, mailbox));
    }

    /// Read from storage where nobody asked before: as every change of it passes here, storage then has
    /// the newest.
    private SeenMarks seen(AccountEdit edit, MailboxState mailbox) {
        return mailbox.readers()
                .of(account)
                .orElseGet(() -> edit.space().seenMarks(mailbox.mailbox().value(), account));
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
            setMarks(edit, edit.mailbox(mailbox).orElseThrow(), marks.changed());
        }
    }

    /// @param chunks by number, at their full length
    private void setMarks(
            AccountEdit edit, MailboxState mailbox, SortedMap<Integer, long[]> chunks) {
        SeenMarks marks = seen(edit, mailbox);
        for (Map.Entry<Integer, long[]> each : chunks.entrySet()) {
            int number = each.getKey();
            long[] chunk = each.getValue();
            SeenMarks.keepOnly(mailbox.pages(), number, chunk);
            marks = marks.with(number, chunk);
            byte[] key = RecordKeys.seen(mailbox.mailbox().value(), account, number);
            edit.changes().add(change(key, chunk));
        }
        edit.mailboxes().put(mailbox.with(mailbox.readers().with(account, marks)));
    }

    private static Change change(byte[] key, long[] chunk) {
        long[] words = SeenMarks.trimmed(chunk);
        return words.length == 0
                ? new Change.Delete(key)
                : new Change.Put(key, SeenFormat.encode(words));
    }

    /// Puts messages into a mailbox whose flags are meant as the reader sees them.
    UidSet append(AccountEdit edit, MailboxId to, List<Arrival> arrivals) {
        if (isOwner()) {
            return edit.messages().append(to, arrivals);
        }
        UidSet uids = edit.messages().append(to, arrivals.stream().map(Arrival::unseen).toList());
        if (arrivals.stream().anyMatch(arrival -> arrival.flags().isSeen())) {
            MailboxState mailbox = edit.mailbox(to).orElseThrow();
            SeenChunks marks = chunks(edit, mailbox);
            long uid = uids.ranges().getFirst().first(); // one range: append gives them in a row
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
