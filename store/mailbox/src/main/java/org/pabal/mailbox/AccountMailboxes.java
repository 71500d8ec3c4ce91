// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pabal.directory.Account;
import org.pabal.storage.Change;

/// The mailboxes of one account. Safe for use by many threads; every change is durable when it
/// returns, and what it returns is what later sessions will see.
public interface AccountMailboxes {

    /// The owner.
    Account account();

    /// As whom the mailboxes are read: `\Seen` and private metadata are the reader's. The owner too,
    /// most of the time. Rights are checked by who calls, with {@link MailboxInfo#rights}.
    Account reader();

    /// All mailboxes, names ascending, INBOX first.
    List<MailboxInfo> list();

    Optional<MailboxInfo> find(MailboxName name);

    /// By its id, whatever its name has become.
    Optional<MailboxInfo> find(MailboxId mailbox);

    /// Names that are subscribed, also where no mailbox has the name any more. RFC 9051 §6.3.9.
    List<MailboxName> subscriptions();

    /// The newest durable state of a mailbox; empty once it is deleted.
    Optional<MailboxSnapshot> snapshot(MailboxId mailbox);

    /// The newest durable state of the whole account.
    AccountSnapshot state();

    /// Changes emails, each in all its places, all in one commit; what cannot be done of one leaves
    /// the others alone. RFC 8621 §4.6.
    ///
    /// @param ifAt nothing is done when the account is elsewhere
    EditOutcome edit(Optional<AccountPoint> ifAt, List<EmailEdit> edits);

    /// Brings back what was set aside and whose time has come, in one commit: into the mailbox that its
    /// {@link Snooze} says, with the flags that it says. What is marked `\Deleted` stays where it is.
    ///
    /// @param most messages
    /// @return what came back
    List<EmailId> wake(int most);

    /// Adds one message to one or more mailboxes and, in the same commit, destroys the email that it
    /// replaces, as a draft's next revision does.
    ///
    /// @param ifAt nothing is done when the account is elsewhere
    /// @param mailboxes one at least
    AddOutcome add(
            Optional<AccountPoint> ifAt,
            NewMessage message,
            Set<MailboxId> mailboxes,
            Optional<EmailId> replaces);

    NameOutcome create(MailboxName name, Optional<SpecialUse> specialUse);

    /// The mailbox with a special use. Where there is none it is made, under the name that it has in
    /// the owner's language; a mailbox that has this name is given the use.
    default NameOutcome mailboxFor(SpecialUse use) {
        Optional<MailboxInfo> known =
                list().stream()
                        .filter(each ->
                                each.selectable() && each.specialUse().equals(Optional.of(use)))
                        .findFirst();
        if (known.isPresent()) {
            return new NameOutcome.Done(known.get().id());
        }
        MailboxName name = use.nameIn(account().language());
        NameOutcome made = create(name, Optional.of(use));
        if (made instanceof NameOutcome.Done) {
            subscribe(name);
        }
        Optional<MailboxInfo> taken = find(name).filter(MailboxInfo::selectable);
        return made instanceof NameOutcome.AlreadyExists && taken.isPresent()
                ? setSpecialUse(taken.get().id(), Optional.of(use))
                : made;
    }

    NameOutcome delete(MailboxName name);

    /// Removes one mailbox, if that is as it is said to be: decided and done in one commit.
    /// RFC 8621 §2.5.
    ///
    /// @param condition messages with `\Deleted` do not keep it
    DestroyOutcome destroy(MailboxId mailbox, DestroyIf condition);

    enum DestroyIf {
        /// Nothing lies below it, and no message in it.
        EMPTY,
        /// Nothing lies below it; its messages go along.
        CHILDLESS
    }

    sealed interface DestroyOutcome {
        record Done() implements DestroyOutcome {}

        record NoSuchMailbox() implements DestroyOutcome {}

        record HasChildren() implements DestroyOutcome {}

        record HasMessages() implements DestroyOutcome {}

        /// INBOX stays.
        record NotAllowed() implements DestroyOutcome {}
    }

    /// Children go along. INBOX hands its messages over and stays. RFC 9051 §6.3.6.
    NameOutcome rename(MailboxName from, MailboxName to);

    /// Gives an existing mailbox a use, or takes it. RFC 6154 §5.4 (`/private/specialuse`).
    NameOutcome setSpecialUse(MailboxId mailbox, Optional<SpecialUse> use);

    /// Changes a mailbox's ACL. A new mailbox inherits that of the mailbox above it; RENAME keeps it.
    ///
    /// @param change may be called more than once, under the account's lock
    AclOutcome changeAcl(MailboxId mailbox, UnaryOperator<Acl> change);

    sealed interface AclOutcome {
        record Done(Acl acl) implements AclOutcome {}

        record NoSuchMailbox() implements AclOutcome {}

        /// @param max entries
        record TooMany(int max) implements AclOutcome {}
    }

    /// Makes somebody's records beside the mailboxes tell something else of one, together with the step
    /// of {@link AccountSnapshot#point} by which clients learn that they do. RFC 8620 §5.2.
    ///
    /// @param changes of the reader's own space
    /// @return false when there is no such mailbox, and nothing was done
    boolean tell(MailboxId mailbox, List<Change> changes);

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

    /// Copies to a mailbox of this or of another account, all or none.
    CopyOutcome copy(MailboxId from, UidSet uids, Destination to);

    /// Moves, all or none, in one commit. RFC 6851.
    CopyOutcome move(MailboxId from, UidSet uids, MailboxId to);

    /// Moves to a mailbox of this or of another account, all or none, in one commit.
    CopyOutcome move(MailboxId from, UidSet uids, Destination to);

    /// Moves within the account, all or none, and gives the messages other flags, in one commit.
    ///
    /// @param flags from those that they have; may be called more than once, under the account's lock
    CopyOutcome move(MailboxId from, UidSet uids, MailboxId to, UnaryOperator<Flags> flags);

    /// Adds a message and expunges another one, in one commit. RFC 8508.
    ReplaceOutcome replace(MailboxId from, long uid, Destination to, NewMessage message);

    /// Changes flags. UIDs that are gone are passed over.
    ///
    /// @param unchangedSince messages with a higher modseq are left alone. RFC 7162 §3.1.3
    StoreOutcome store(
            MailboxId mailbox, UidSet uids, FlagChange change, OptionalLong unchangedSince);

    /// Removes for good the messages that have `\Deleted`.
    ///
    /// @param among only these; empty for all
    ExpungeOutcome expunge(MailboxId mailbox, Optional<UidSet> among);

    /// Removes messages for good in one commit, whatever their flags: what a POP3 session deletes.
    /// UIDs that are gone are passed over. RFC 1939 §6.
    ExpungeOutcome remove(MailboxId mailbox, UidSet uids);

    /// UIDs expunged from the mailbox since a modseq, or empty when the log does not reach back
    /// that far. RFC 7162 §3.2.5.2.
    Optional<UidSet> expungedSince(MailboxId mailbox, long modSeq);

    sealed interface AppendOutcome {
        record Appended(long uidValidity, UidSet uids) implements AppendOutcome {}

        record NoSuchMailbox() implements AppendOutcome {}

        record OverQuota(QuotaResource resource) implements AppendOutcome {}
    }

    sealed interface CopyOutcome {
        /// @param source those that were there, in ascending order
        /// @param target their new UIDs, in the same order
        record Copied(long uidValidity, UidSet source, UidSet target) implements CopyOutcome {}

        record NoSuchMailbox() implements CopyOutcome {}

        record OverQuota(QuotaResource resource) implements CopyOutcome {}

        /// More than one commit to another account can take: RFC 5530 LIMIT.
        ///
        /// @param max messages, or fewer if they have large records
        record TooMany(int max) implements CopyOutcome {}
    }

    sealed interface ReplaceOutcome {
        record Replaced(long uidValidity, long uid) implements ReplaceOutcome {}

        record NoSuchMailbox() implements ReplaceOutcome {}

        /// The message to be replaced is gone.
        record NoSuchMessage() implements ReplaceOutcome {}

        record OverQuota(QuotaResource resource) implements ReplaceOutcome {}
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

    /// Opens messages that are about to be read one after the other; empty for one that is gone.
    /// Takes as much memory as they are large.
    List<Optional<MessageOctets>> octets(List<StoredMessage> messages);

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

        /// What JMAP shows changed, in one commit. RFC 8620 §7.1.
        ///
        /// @param types that may have other objects now, or other ones
        default void stateChanged(AccountPoint now, Set<DataType> types) {}

        /// Mailboxes were made, renamed or deleted, or changed their use.
        default void namesChanged() {}

        default void subscriptionsChanged() {}

        default void aclChanged(MailboxId mailbox) {}

        /// @param mailbox empty for the account's own entries
        /// @param names of entries that were set or removed; private ones are the readers' own
        default void metadataChanged(Optional<MailboxId> mailbox, List<MetadataName> names) {}
    }

    /// What clients of JMAP are told the changes of. RFC 8621 §1.5.
    enum DataType {
        EMAIL,
        /// New messages: not those that were moved or copied.
        EMAIL_DELIVERY,
        THREAD,
        MAILBOX
    }

    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// What the account keeps of deleted messages: the owner's alone to see.
    DeletedMessages deleted();

    Quota quota();

    /// The owner's. RFC 9208.
    record Quota(Use storage, Use messages, Use mailboxes) {

        /// @param used over all mailboxes; may be above a limit that was lowered
        /// @param limit empty for none
        public record Use(long used, OptionalLong limit) {}

        public Use of(QuotaResource resource) {
            return switch (resource) {
                case STORAGE -> storage;
                case MESSAGE -> messages;
                case MAILBOX -> mailboxes;
            };
        }
    }

    /// How many messages no session was shown as `\Recent` yet. RFC 3501 §2.3.2.
    int recentCount(MailboxSnapshot snapshot);

    /// Makes the caller the session to which messages are `\Recent`: those of the snapshot from the
    /// returned UID on. No later call, by anyone, tells of them again.
    ///
    /// This costs no commit of its own; it is written with the next change of the mailbox, or when
    /// the account is dropped from memory. After a crash some messages may be recent once more, which
    /// RFC 3501 §2.3.2 allows.
    long claimRecent(MailboxSnapshot snapshot);

    /// Annotations as the reader sees them. RFC 5464 §4.2.
    ///
    /// @param mailbox empty for the account's own
    /// @param names entries, or what they lie below
    /// @param depth 0 for the entries themselves, 1 with their children, `Integer.MAX_VALUE` for all
    ///     below
    /// @return ascending by name, each once; empty where nothing is set or the mailbox is gone
    List<MetadataEntry> metadata(Optional<MailboxId> mailbox, List<MetadataName> names, int depth);

    /// Sets and removes annotations, all or none. RFC 5464 §4.3.
    ///
    /// @param mailbox empty for the account's own
    /// @param values empty to remove an entry
    MetadataOutcome setMetadata(
            Optional<MailboxId> mailbox, Map<MetadataName, Optional<byte[]>> values);

    sealed interface MetadataOutcome {
        record Done() implements MetadataOutcome {}

        record NoSuchMailbox() implements MetadataOutcome {}

        /// RFC 5464 §4.3: `[METADATA TOOMANY]`.
        record TooMany(int max) implements MetadataOutcome {}

        /// A value has more octets than any may have: `[METADATA MAXSIZE n]`.
        record TooBig(int maxOctets) implements MetadataOutcome {}

        /// All of the account's annotations together would have more octets than they may.
        record OverTotal(long maxOctets) implements MetadataOutcome {}
    }
}
