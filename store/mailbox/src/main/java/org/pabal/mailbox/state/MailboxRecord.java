// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Optional;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;

/// What lasts of a mailbox beside its messages.
///
/// @param recentFrom messages from this UID on were not yet shown to a session as `\Recent`
/// @param log what is known of expunged messages
/// @param created the account's modseq when it was made
/// @param changed that of the newest change of its name, use, ACL or subscription
public record MailboxRecord(
        MailboxId id,
        MailboxName name,
        Optional<SpecialUse> specialUse,
        boolean selectable,
        long uidValidity,
        long uidNext,
        long recentFrom,
        long highestModSeq,
        Counts counts,
        ExpungeLog log,
        long created,
        long changed) {

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
    /// @param ranges of UIDs that these have together
    public record ExpungeLog(long completeFrom, int entries, int ranges) {}

    public MailboxRecord named(MailboxName newName, long modSeq) {
        return with(newName, specialUse, uidNext, recentFrom, modSeq);
    }

    public MailboxRecord usedFor(Optional<SpecialUse> use, long modSeq) {
        return with(name, use, uidNext, recentFrom, modSeq);
    }

    /// Something else that clients see of it is another.
    public MailboxRecord touched(long modSeq) {
        return with(name, specialUse, uidNext, recentFrom, modSeq);
    }

    public MailboxRecord withUidNext(long next) {
        return with(name, specialUse, next, recentFrom, changed);
    }

    /// @param uid from which on messages are recent; a lower one than before changes nothing
    public MailboxRecord recentFrom(long uid) {
        return uid <= recentFrom ? this : with(name, specialUse, uidNext, uid, changed);
    }

    private MailboxRecord with(
            MailboxName newName, Optional<SpecialUse> use, long next, long recent, long modSeq) {
        return new MailboxRecord(
                id,
                newName,
                use,
                selectable,
                uidValidity,
                next,
                recent,
                highestModSeq,
                counts,
                log,
                created,
                modSeq);
    }

    public MailboxRecord changed(long modSeq, Counts newCounts) {
        return with(modSeq, newCounts, log);
    }

    public MailboxRecord withLog(ExpungeLog newLog) {
        return with(highestModSeq, counts, newLog);
    }

    private MailboxRecord with(long modSeq, Counts newCounts, ExpungeLog newLog) {
        return new MailboxRecord(
                id,
                name,
                specialUse,
                selectable,
                uidValidity,
                uidNext,
                recentFrom,
                modSeq,
                newCounts,
                newLog,
                created,
                changed);
    }
}
