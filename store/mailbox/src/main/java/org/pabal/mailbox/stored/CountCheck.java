// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Map;
import java.util.TreeSet;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.ChangeFormat;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountRecord.ChangeLog;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxRecord.Counts;
import org.pabal.mailbox.stored.CheckedPlaces.Found;
import org.pabal.storage.Change;

/// Compares what an account and its mailboxes say of themselves with what there is: how many messages of
/// how many octets, UIDNEXT and HIGHESTMODSEQ, the change log, what is kept of deleted messages, and in
/// how many places a message lies.
final class CountCheck {
    private final AccountSpace space;
    private final Findings findings;

    CountCheck(AccountSpace space, Findings findings) {
        this.space = space;
        this.findings = findings;
    }

    void run(CheckedPlaces places) {
        long octets = 0;
        long messages = 0;
        long highest = places.account().highestModSeq();
        for (MailboxRecord mailbox : places.mailboxes()) {
            Found is = places.found(mailbox.id().value());
            if (is.unreadable()) {
                octets += mailbox.counts().octets();
                messages += mailbox.counts().messages();
                continue;
            }
            octets += is.counts().octets();
            messages += is.counts().messages();
            highest = Math.max(highest, Math.max(is.modSeq(), mailbox.highestModSeq()));
            highest = Math.max(highest, mailbox.changed());
            compare(mailbox, is);
        }
        AccountRecord record = places.account();
        ChangeLog log = log(record.changes());
        Deleted deleted = deleted(record.deleted());
        compare(record, record.counting(octets, messages, highest, log, deleted));
        compareCopies(places);
    }

    /// What is wrong is told of the first kind only: one mending puts all right.
    private void compare(AccountRecord says, AccountRecord is) {
        Change mending = new Change.Put(RecordKeys.account(), AccountFormat.encode(is));
        if (!is.changes().equals(says.changes())) {
            findings.wrong(
                    "the change log has "
                            + is.changes().entries()
                            + " entries and "
                            + is.changes().moves()
                            + " moves, not "
                            + says.changes().entries()
                            + " and "
                            + says.changes().moves(),
                    mending);
        } else if (!is.deleted().equals(says.deleted())) {
            findings.wrong(
                    "the account keeps "
                            + is.deleted().messages()
                            + " deleted messages of "
                            + is.deleted().octets()
                            + " octets, not "
                            + says.deleted().messages()
                            + " of "
                            + says.deleted().octets(),
                    mending);
        } else if (!is.equals(says)) {
            findings.wrong(
                    "the account counts "
                            + says.usedMessages()
                            + " messages of "
                            + says.usedOctets()
                            + " octets, and has "
                            + is.usedMessages()
                            + " of "
                            + is.usedOctets(),
                    mending);
        }
    }

    /// Counts anew what is kept of deleted messages. The index by time goes by what the account says of
    /// the oldest, and is right where that is.
    private Deleted deleted(Deleted says) {
        long[] counts = {0, 0};
        space.forEach(
                RecordKeys.allDeleted(),
                entry -> {
                    try {
                        DeletedList list = DeletedFormat.decode(entry.value());
                        counts[0] += list.entries().size();
                        counts[1] += list.octets();
                    } catch (BrokenRecordException broken) {
                        findings.lost(
                                "a list of deleted messages cannot be read ("
                                        + broken.getMessage()
                                        + "): they cannot be restored");
                    }
                });
        return new Deleted(says.since(), counts[0], counts[1]);
    }

    /// Counts the change log anew. An entry that cannot be read ends what is known of the past.
    private ChangeLog log(ChangeLog says) {
        long[] completeFrom = {says.completeFrom()};
        long[] last = {says.completeFrom()};
        int[] counts = {0, 0};
        space.forEach(
                RecordKeys.changesAfter(-1),
                entry -> {
                    long modSeq = RecordKeys.modSeqOfChange(entry.key());
                    if (modSeq <= says.completeFrom()) {
                        findings.wrong(
                                "an entry of the change log that nobody reads",
                                new Change.Delete(entry.key()));
                        return;
                    }
                    last[0] = modSeq;
                    counts[0]++;
                    try {
                        counts[1] += ChangeFormat.decode(modSeq, entry.value()).moves().size();
                    } catch (BrokenRecordException broken) {
                        completeFrom[0] = modSeq;
                    }
                });
        if (completeFrom[0] == says.completeFrom()) {
            return new ChangeLog(
                    completeFrom[0], Math.max(last[0], says.last()), counts[0], counts[1]);
        }
        space.forEach(
                RecordKeys.changesAfter(says.completeFrom()),
                entry -> findings.also(new Change.Delete(entry.key())));
        return new ChangeLog(last[0], last[0], 0, 0);
    }

    private void compare(MailboxRecord mailbox, Found is) {
        long uidNext = Math.max(mailbox.uidNext(), is.lastUid() + 1);
        long modSeq = Math.max(mailbox.highestModSeq(), is.modSeq());
        if (is.counts().equals(mailbox.counts())
                && uidNext == mailbox.uidNext()
                && modSeq == mailbox.highestModSeq()) {
            return;
        }
        findings.wrong(
                mailbox.name()
                        + " counts "
                        + text(mailbox.counts(), mailbox.uidNext())
                        + ", and has "
                        + text(is.counts(), uidNext),
                new Change.Put(
                        RecordKeys.mailbox(mailbox.id().value()),
                        MailboxFormat.encode(
                                mailbox.withUidNext(uidNext).changed(modSeq, is.counts()))));
    }

    private static String text(Counts counts, long uidNext) {
        return counts.messages()
                + " messages ("
                + counts.unseen()
                + " unseen, "
                + counts.deleted()
                + " deleted) of "
                + counts.octets()
                + " octets, next UID "
                + uidNext;
    }

    /// In how many places a message lies is written down where it is more than one. A message that
    /// lies in a page that cannot be read may lie in more: then nothing is compared.
    private void compareCopies(CheckedPlaces places) {
        if (!places.unreadable().isEmpty()) {
            return;
        }
        Map<Long, Integer> written = places.copies();
        Map<Long, Integer> there = places.several();
        TreeSet<Long> all = new TreeSet<>(written.keySet());
        all.addAll(there.keySet());
        for (long email : all) {
            int says = written.getOrDefault(email, 1);
            int is = there.getOrDefault(email, 1);
            if (says != is && places.has(email)) {
                byte[] key = RecordKeys.copies(email);
                findings.wrong(
                        "message " + email + " lies in " + is + " places, not in " + says,
                        is == 1
                                ? new Change.Delete(key)
                                : new Change.Put(key, SmallFormats.encodeCopies(is)));
            }
        }
    }
}
