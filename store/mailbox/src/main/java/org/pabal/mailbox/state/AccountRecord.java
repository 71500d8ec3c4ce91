// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

/// The numbers of an account.
///
/// @param nextEmail the next message's {@link org.pabal.mailbox.EmailId}
/// @param nextMailbox the next mailbox's {@link org.pabal.mailbox.MailboxId}
/// @param highestModSeq the newest modseq of the account: every change takes the next one
/// @param lastUidValidity the newest one that was given out
/// @param usedOctets the sum over all mailboxes
/// @param usedMessages likewise
/// @param metadataOctets of annotations that are shared or the owner's, names and values
/// @param aclModSeq of the newest change of any ACL
/// @param deleted what lies nowhere any more and is kept for a while
public record AccountRecord(
        long nextEmail,
        long nextMailbox,
        long highestModSeq,
        long lastUidValidity,
        long usedOctets,
        long usedMessages,
        long metadataOctets,
        DeliveryGeneration deliveries,
        long aclModSeq,
        ChangeLog changes,
        Deleted deleted) {

    /// Before its first mailbox is made.
    public static final AccountRecord NONE =
            new AccountRecord(
                    1,
                    1,
                    1,
                    0,
                    0,
                    0,
                    0,
                    new DeliveryGeneration(0, 0, 0),
                    0,
                    ChangeLog.EMPTY,
                    Deleted.NONE);

    /// The same with what was counted anew.
    public AccountRecord counting(
            long octets, long messages, long modSeq, ChangeLog log, Deleted kept) {
        return new AccountRecord(
                nextEmail,
                nextMailbox,
                modSeq,
                lastUidValidity,
                octets,
                messages,
                metadataOctets,
                deliveries,
                aclModSeq,
                log,
                kept);
    }

    /// Delivery keys are kept in generations, so that old ones can be dropped without an index by
    /// time. A generation is followed by the next after a time; keys are looked up in the current
    /// one and in the one before.
    ///
    /// @param current its number
    /// @param begun when, in seconds since 1970
    /// @param oldest the oldest generation that may still have keys
    public record DeliveryGeneration(long current, long begun, long oldest) {}

    /// Messages that lie nowhere any more and are kept, so that they can be restored.
    ///
    /// @param since when the oldest was deleted, in seconds since 1970; 0 where there is none
    public record Deleted(long since, long messages, long octets) {
        public static final Deleted NONE = new Deleted(0, 0, 0);
    }

    /// What is known of messages that came to mailboxes or left them, and of mailboxes that are gone.
    ///
    /// @param completeFrom the log tells of everything above this modseq
    /// @param last modseq of its newest entry
    /// @param entries how many it has
    /// @param moves that these tell of
    public record ChangeLog(long completeFrom, long last, int entries, int moves) {
        public static final ChangeLog EMPTY = new ChangeLog(0, 0, 0, 0);
    }
}
