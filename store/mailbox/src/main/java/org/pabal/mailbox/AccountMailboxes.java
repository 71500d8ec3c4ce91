// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;

/// The mailboxes of one account. Safe for use by many threads; every change is durable when it
/// returns, and what it returns is what later sessions will see.
public interface AccountMailboxes {

    Account account();

    /// All mailboxes, names ascending, INBOX first.
    List<MailboxInfo> list();

    Optional<MailboxInfo> find(MailboxName name);

    /// Names that are subscribed, also where no mailbox has the name any more. RFC 9051 §6.3.9.
    List<MailboxName> subscriptions();

    /// The newest durable state of a mailbox; empty once it is deleted.
    Optional<MailboxSnapshot> snapshot(MailboxId mailbox);

    NameOutcome create(MailboxName name, Optional<SpecialUse> specialUse);

    NameOutcome delete(MailboxName name);

    /// Children go along. INBOX hands its messages over and stays. RFC 9051 §6.3.6.
    NameOutcome rename(MailboxName from, MailboxName to);

    void subscribe(MailboxName name);

    void unsubscribe(MailboxName name);

    /// What became of a change of names.
    sealed interface NameOutcome {
        record Done(MailboxId mailbox) implements NameOutcome {}

        record NoSuchMailbox() implements NameOutcome {}

        record AlreadyExists() implements NameOutcome {}

        /// RFC 5530 CANNOT or LIMIT.
        ///
        /// @param reason one sentence
        record NotAllowed(String reason, boolean limit) implements NameOutcome {}
    }

    /// Adds messages to a mailbox, all or none. RFC 3502.
    AppendOutcome append(MailboxId mailbox, List<NewMessage> messages);

    /// Copies to another mailbox of this account, all or none, with flags and internal dates.
    CopyOutcome copy(MailboxId from, UidSet uids, MailboxId to);

    /// Moves, all or none, in one commit. RFC 6851.
    CopyOutcome move(MailboxId from, UidSet uids, MailboxId to);

    /// Changes flags. UIDs that are gone are passed over.
    ///
    /// @param unchangedSince messages with a higher modseq are left alone. RFC 7162 §3.1.3
    StoreOutcome store(
            MailboxId mailbox, UidSet uids, FlagChange change, OptionalLong unchangedSince);

    /// Removes for good the messages that have `\Deleted`.
    ///
    /// @param among only these; empty for all
    ExpungeOutcome expunge(MailboxId mailbox, Optional<UidSet> among);

    /// UIDs expunged from the mailbox since a modseq, or empty when the log does not reach back
    /// that far. RFC 7162 §3.2.5.2.
    Optional<UidSet> expungedSince(MailboxId mailbox, long modSeq);

    sealed interface AppendOutcome {
        record Appended(long uidValidity, UidSet uids) implements AppendOutcome {}

        record NoSuchMailbox() implements AppendOutcome {}

        record OverQuota() implements AppendOutcome {}
    }

    sealed interface CopyOutcome {
        /// @param source those that were there, in ascending order
        /// @param target their new UIDs, in the same order
        record Copied(long uidValidity, UidSet source, UidSet target) implements CopyOutcome {}

        record NoSuchMailbox() implements CopyOutcome {}

        record OverQuota() implements CopyOutcome {}
    }

    /// @param changed whose flags were set (also to what they had been)
    /// @param modified left alone because of `unchangedSince`
    record StoreOutcome(UidSet changed, UidSet modified) {}

    record ExpungeOutcome(UidSet expunged) {}

    /// The stored records of messages, in the order asked for; ids that are gone are left out.
    List<StoredMessage> messages(List<EmailId> ids);

    /// The id that was given out last, be its message here or gone; 0 before the first.
    EmailId newest();

    /// The stored records that follow a message in the order of arrival, also of messages that have
    /// just been expunged.
    ///
    /// @param after 0 for the first of the account
    List<StoredMessage> messagesAfter(EmailId after, int most);

    /// Opens a message's octets.
    MessageOctets octets(StoredMessage message);

    /// Octets of a message by range. For one thread at a time.
    interface MessageOctets extends AutoCloseable {
        long size();

        /// @return the octets read, 0 at or past the end
        int read(long position, byte[] octets, int offset, int length);

        @Override
        void close();
    }

    /// Tells a listener of every change of the account that became durable, until it is closed.
    Watch watch(Listener listener);

    /// Is called on a thread of the store, in the order of the changes: it must neither block nor
    /// throw. It learns that a mailbox changed and asks for {@link #snapshot} on its own thread.
    interface Listener {
        void mailboxChanged(MailboxId mailbox);

        /// Names or subscriptions changed.
        default void namesChanged() {}
    }

    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    Quota quota();

    /// @param usedOctets sum over all mailboxes
    /// @param limitOctets empty for no limit
    record Quota(long usedOctets, long usedMessages, OptionalLong limitOctets) {}
}
