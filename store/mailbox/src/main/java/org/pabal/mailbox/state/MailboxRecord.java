// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Optional;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;

/// What lasts of a mailbox beside its messages.
///
/// @param log what is known of expunged messages
public record MailboxRecord(
        MailboxId id,
        MailboxName name,
        Optional<SpecialUse> specialUse,
        boolean selectable,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        Counts counts,
        ExpungeLog log) {

    public record Counts(int messages, int unseen, int deleted, long octets) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);

        public Counts plus(MessagePage page) {
            return new Counts(
                    messages + page.count(),
                    unseen + page.unseen(),
                    deleted + page.deleted(),
                    octets + page.octets());
        }

        public Counts minus(MessagePage page) {
            return new Counts(
                    messages - page.count(),
                    unseen - page.unseen(),
                    deleted - page.deleted(),
                    octets - page.octets());
        }
    }

    /// @param completeFrom the log tells of every expunge above this modseq
    /// @param entries how many it has
    public record ExpungeLog(long completeFrom, int entries) {}

    public MailboxRecord named(MailboxName newName) {
        return new MailboxRecord(
                id,
                newName,
                specialUse,
                selectable,
                uidValidity,
                uidNext,
                highestModSeq,
                counts,
                log);
    }

    public MailboxRecord withUidNext(long next) {
        return new MailboxRecord(
                id, name, specialUse, selectable, uidValidity, next, highestModSeq, counts, log);
    }

    public MailboxRecord changed(long modSeq, Counts newCounts) {
        return new MailboxRecord(
                id, name, specialUse, selectable, uidValidity, uidNext, modSeq, newCounts, log);
    }

    public MailboxRecord withLog(ExpungeLog newLog) {
        return new MailboxRecord(
                id,
                name,
                specialUse,
                selectable,
                uidValidity,
                uidNext,
                highestModSeq,
                counts,
                newLog);
    }
}
