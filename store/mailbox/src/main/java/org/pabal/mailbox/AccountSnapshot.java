// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All of an account as it was at one moment, to its reader: immutable and safe to share. It shares
/// nearly all that it holds with the snapshots before and after.
///
/// The owner sees everything. Another reader sees the mailboxes on which it has the right `r`, the
/// messages that lie in them, and its own `\Seen`.
///
/// Messages with `\Deleted` are in {@link #messages} and nowhere else here: to JMAP they are gone from
/// their mailbox. RFC 8621 §4.1.1.
public interface AccountSnapshot {

    /// Grows with each change that anyone could see here: of messages, flags, mailboxes, their names,
    /// uses, subscriptions and ACLs.
    AccountPoint point();

    /// Those that the reader may read, names ascending, INBOX first; also those that are only names
    /// (`\Noselect`).
    List<MailboxInfo> mailboxes();

    Optional<MailboxInfo> mailbox(MailboxId mailbox);

    /// As IMAP shows it. Empty for one that cannot be selected.
    Optional<MailboxSnapshot> messages(MailboxId mailbox);

    /// The emails of all these mailboxes, each once.
    Emails emails();

    /// Emails that are set aside, and those that have come back, by the value of their ids; also such
    /// as the reader does not see.
    Map<Long, Snoozed> snoozed();

    /// Nothing but zeros for a mailbox that is not here.
    Counts counts(MailboxId mailbox);

    /// RFC 8621 §2. A thread is unread in each mailbox that holds one of its emails as soon as any of
    /// its emails is unread, wherever that lies; but what lies in Trash only counts there only, and
    /// what lies elsewhere does not count in Trash. Drafts are never unread.
    record Counts(int totalEmails, int unreadEmails, int totalThreads, int unreadThreads) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    /// The emails that came, changed or went between a point and this moment. RFC 8620 §5.2.
    ///
    /// What came and went in between is left out. An email counts as changed when its keywords or
    /// mailboxes did.
    ///
    /// @param most ids that are returned, at least 1
    /// @return empty when it cannot be told: the log does not reach back so far, the point is not
    ///     one of this account's, or, for a reader who is not the owner, the rights changed
    Optional<Changes<EmailId>> emailsSince(AccountPoint since, int most);

    /// Likewise the threads: a thread changes when emails come to it or go.
    Optional<Changes<ThreadId>> threadsSince(AccountPoint since, int most);

    /// Likewise the mailboxes.
    Optional<MailboxChanges> mailboxesSince(AccountPoint since, int most);

    /// No id is in more than one of the lists; each is ascending.
    ///
    /// @param to where a client is that knows of these; {@link #point} unless there is more
    record Changes<I>(
            AccountPoint to, boolean hasMore, List<I> created, List<I> updated, List<I> destroyed) {

        public boolean isEmpty() {
            return created.isEmpty() && updated.isEmpty() && destroyed.isEmpty();
        }
    }

    /// @param countsOnly those of the updated ones of which nothing changed but the {@link Counts}
    record MailboxChanges(Changes<MailboxId> changes, Set<MailboxId> countsOnly) {}
}
