// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.storage.Change;
import org.pabal.storage.SpaceChanges;

/// The mailboxes of all accounts. Safe for use by many threads.
///
/// Every method that reads or writes throws {@link org.pabal.message.UnavailableException} when
/// storage cannot serve it, and {@link StoreFullException} when there is no room for a write.
public interface MailboxStore extends AutoCloseable {

    /// The mailboxes of an account; INBOX and the special-use mailboxes (Drafts, Sent, Junk, Trash,
    /// Archive, named in the account's language; RFC 6154) are made on first use.
    default AccountMailboxes open(Account account) {
        return open(account, account);
    }

    /// The mailboxes of an account as someone else sees them: with the reader's `\Seen` and private
    /// metadata. What the reader may do is for the caller to check, with {@link MailboxInfo#rights}.
    AccountMailboxes open(Account owner, Account reader);

    /// Whose mailboxes there may be for a reader to see: the accounts that give any right on any
    /// mailbox to the reader, or to anyone where that counts. Ascending, without the reader, at most
    /// 1,000 of each kind.
    List<AccountId> sharedWith(Account reader);

    /// Whether rights that are given to everyone who can log in count. THREATS I18.
    boolean sharesWithAnyone();

    /// Begins to take a message in. RFC 5322 content with CRLF line ends, given as it arrives.
    MessageIntake newMessage();

    /// The message as a mailbox keeps it: the same one, or, where binary parts hold NUL or a CR or LF
    /// alone, another with these parts in base64. Every client can then be shown every part, and
    /// nothing that is decoded changes. RFC 3516 §4.4 and §6.
    ///
    /// @return empty when such octets stand where nothing can be encoded: in a header section, in
    ///     what is signed, or under an encoding already
    Optional<StagedMessage> withoutBinary(StagedMessage message);

    /// Files messages into one or more accounts together with changes to shared spaces (queue
    /// entries, ledger records), all in one durable commit or nothing at all.
    ///
    /// Filing is keyed by {@link Filing#deliveryKey}: what was filed once is not filed again and is
    /// answered with where it is.
    default FilingOutcome file(List<Filing> filings, List<SpaceChanges> together) {
        return file(filings, together, places -> List.of());
    }

    /// The same, with further changes to shared spaces that tell where the messages lie.
    ///
    /// @param placed is given the places of all filings in their order, and may be asked more than
    ///     once; accounts are locked meanwhile, so it neither blocks nor throws
    FilingOutcome file(
            List<Filing> filings,
            List<SpaceChanges> together,
            Function<List<FilingOutcome.Place>, List<SpaceChanges>> placed);

    /// True when a message of this size would not fit the account's quota now.
    boolean wouldExceedQuota(Account account, long octets);

    /// For how long messages are kept that are deleted; zero for not at all.
    default Duration keepsDeleted() {
        return Duration.ZERO;
    }

    /// What has been said of an account's messages and nobody has learnt from yet, the oldest first.
    /// Who has taken note of it removes the keys, with {@link #file}.
    ///
    /// @param most entries
    default List<Said> corrections(AccountId account, int most) {
        return List.of();
    }

    /// @param key of the record in the account's space
    record Said(byte[] key, List<Correction> corrections) {}

    /// What others have shared with somebody, or share no more, that nobody has told it yet: at most
    /// one of each mailbox, the newest. RFC 9670 §3.
    ///
    /// @param most notices
    default List<ShareNotice> shareNotices(AccountId recipient, int most) {
        return List.of();
    }

    /// Takes note of notices together with changes of the recipient's own space, all in one durable
    /// commit. A notice that is another by now is left as it is.
    ///
    /// @return false when nothing was done, because one of them is another by now
    default boolean shareNoticesTaken(List<ShareNotice> notices, List<Change> together) {
        throw new UnsupportedOperationException("this store has no notices");
    }

    /// Accounts in which something that was set aside is due, the longest due first.
    ///
    /// @param most accounts
    default List<AccountId> due(Instant now, int most) {
        return List.of();
    }

    /// Tells a listener from now on.
    default void listen(StoreListener listener) {}

    /// Compares what is written down of an account's mailboxes with what is there, and puts right what
    /// can be computed. Takes as long as reading all message records; the account stays in use, but
    /// for a while at the end.
    CheckReport check(AccountId account, CheckReport.Mode mode);

    /// Removes all of an account's mailboxes and messages, and what others keep in its space. Blobs
    /// that others' records refer to are to be given up before.
    void removeAll(AccountId account);

    @Override
    void close();
}
