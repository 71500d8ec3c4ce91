// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.MailboxRecord.ExpungeLog;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;

/// The messages of an account's mailboxes during one edit: those that come get UIDs, those that get
/// other flags a modseq, those that leave are written down; and all count towards the quota.
final class Messages {
    private static final long LAST_UID = 0xFFFF_FFFFL; // RFC 9051 §9 nz-number

    private final AccountEdit edit;
    private final DirtyPages pages = new DirtyPages();
    private final ExpungeLogs logs;
    private long nextEmail;
    private long usedOctets;
    private long usedMessages;
    private boolean changed;

    Messages(AccountEdit edit) {
        this.edit = edit;
        AccountRecord record = edit.before().record();
        logs = new ExpungeLogs(edit.space(), edit.config());
        nextEmail = record.nextEmail();
        usedOctets = record.usedOctets();
        usedMessages = record.usedMessages();
    }

    /// What a message keeps wherever it lies.
    record Identity(long email, long thread) {}

    /// A message to be put into a mailbox.
    ///
    /// @param date INTERNALDATE in seconds
    record Arrival(Identity identity, Flags flags, long size, long date) {
        long email() {
            return identity.email;
        }

        Arrival unseen() {
            return flags.isSeen() ? new Arrival(identity, flags.minusSeen(), size, date) : this;
        }
    }

    /// What becomes of a message that leaves a mailbox.
    enum Fate {
        /// One place less; after the last, it is kept for a while.
        DELETED,
        /// Another has taken its place: likewise, but for drafts, of which an editor makes a new one
        /// every few seconds.
        REPLACED,
        /// Lies in another account now: after the last place, it is not kept.
        HANDED_OVER,
        /// Lies in another mailbox now, or {@link Messages#loses} and {@link Copies#change} are told
        /// where not.
        MOVED
    }

    boolean areChanged() {
        return changed;
    }

    long nextEmail() {
        return nextEmail;
    }

    long usedOctets() {
        return usedOctets;
    }

    long usedMessages() {
        return usedMessages;
    }

    /// Adds a message that is new to the account; it lies nowhere yet.
    ///
    /// @param links see {@link org.pabal.mailbox.summary.ThreadLinks}
    Identity add(BlobId blob, byte[] record, long[] links) {
        long email = nextEmail++;
        byte[] key = RecordKeys.message(email);
        edit.changes().add(new Change.Put(key, record));
        edit.changes().add(new Change.AddReference(blob, key));
        return new Identity(email, edit.threads().join(email, links));
    }

    /// Messages that lie nowhere any more are forgotten for good.
    void reclaim(List<Change> removals, List<long[]> links) {
        edit.add(removals);
        links.forEach(edit.threads()::leave);
    }

    // --- what comes

    /// Puts messages into a mailbox, in this order, and counts them towards the quota.
    UidSet append(MailboxId id, List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return UidSet.EMPTY;
        }
        MailboxState mailbox = edit.mailbox(id).orElseThrow();
        long first = mailbox.uidNext();
        if (first + arrivals.size() - 1 > LAST_UID) {
            throw new UnavailableException(
                    "mailbox "
                            + id.value()
                            + " has used up its UIDs: make a new one and move its messages there");
        }
        List<MessageEntry> entries = new ArrayList<>(arrivals.size());
        long modSeq = edit.takeModSeq();
        long uid = first;
        for (Arrival arrival : arrivals) {
            entries.add(
                    new MessageEntry(
                            uid++,
                            arrival.email(),
                            arrival.identity().thread(),
                            modSeq,
                            PageFormat.shared(arrival.flags()),
                            arrival.size(),
                            arrival.date(),
                            edit.now().getEpochSecond()));
            usedOctets += arrival.size();
            if (arrival.email() < edit.before().record().nextEmail()
                    && !arrival.flags().isDeleted()) {
                edit.changeLogs().came(arrival.email(), arrival.identity().thread(), id);
            }
        }
        changed = true;
        usedMessages += arrivals.size();
        MailboxState filled = pages.exchange(mailbox, mailbox.pages().appended(entries), modSeq);
        edit.mailboxes().put(filled.with(filled.record().withUidNext(uid)));
        UidSet.Builder uids = new UidSet.Builder();
        uids.add(first, uid - 1);
        return uids.build();
    }

    // --- flags

    /// Gives messages other flags.
    ///
    /// @param newFlags by page and place; null where nothing changes
    void setFlags(MailboxState mailbox, SortedMap<Integer, @Nullable Flags[]> newFlags) {
        long modSeq = edit.takeModSeq();
        PageDirectory directory = mailbox.pages();
        List<MessagePage> others = new ArrayList<>(newFlags.size());
        newFlags.forEach((number, flags) -> {
            MessagePage page = directory.page(directory.indexOfPage(number));
            logDeleted(mailbox, page, flags);
            others.add(page.withFlags(flags, modSeq));
        });
        changed = true;
        edit.mailboxes().put(pages.exchange(mailbox, others, modSeq));
    }

    /// To JMAP a message with `\Deleted` is not in its mailbox. RFC 8621 §4.1.1.
    private void logDeleted(MailboxState mailbox, MessagePage page, @Nullable Flags[] newFlags) {
        for (int place = 0; place < newFlags.length; place++) {
            Flags after = newFlags[place];
            if (after != null && after.isDeleted() != page.flags(place).isDeleted()) {
                if (after.isDeleted()) {
                    edit.changeLogs().left(page, place, mailbox.mailbox());
                } else {
                    edit.changeLogs()
                            .came(page.email(place), page.thread(place), mailbox.mailbox());
                }
            }
        }
    }

    /// Gives messages a modseq and nothing else: something beside their flags is another.
    void touch(MailboxState mailbox, SortedMap<Integer, boolean[]> which) {
        SortedMap<Integer, @Nullable Flags[]> same = new TreeMap<>();
        which.forEach((number, places) -> {
            MessagePage page = mailbox.pages().page(mailbox.pages().indexOfPage(number));
            @Nullable Flags[] flags = new Flags[places.length];
            for (int place = 0; place < places.length; place++) {
                flags[place] = places[place] ? page.flags(place) : null;
            }
            same.put(number, flags);
        });
        setFlags(mailbox, same);
    }

    // --- what leaves

    /// Takes messages out of a mailbox and writes that down in its log.
    ///
    /// @param gone by page and place
    void remove(MailboxState mailbox, UidSet uids, SortedMap<Integer, boolean[]> gone, Fate fate) {
        long modSeq = edit.takeModSeq();
        PageDirectory directory = mailbox.pages();
        List<MessagePage> others = new ArrayList<>(gone.size());
        gone.forEach((number, places) -> {
            MessagePage page = directory.page(directory.indexOfPage(number));
            MessagePage rest = page.without(places);
            usedOctets -= page.octets() - rest.octets();
            usedMessages -= page.count() - rest.count();
            others.add(rest);
            logGone(mailbox, page, places);
            leaveSnoozed(mailbox, page, places);
            if (fate != Fate.MOVED) {
                loses(mailbox, page, places, fate);
            }
        });
        changed = true;
        MailboxState smaller = pages.exchange(mailbox, others, modSeq);
        ExpungeLog log = logs.add(smaller, modSeq, uids, edit.changes());
        edit.mailboxes().put(smaller.with(smaller.record().withLog(log)));
    }

    private void logGone(MailboxState mailbox, MessagePage page, boolean[] places) {
        for (int place = 0; place < places.length; place++) {
            if (places[place] && !page.flags(place).isDeleted()) {
                edit.changeLogs().left(page, place, mailbox.mailbox());
            }
        }
    }

    private void leaveSnoozed(MailboxState mailbox, MessagePage page, boolean[] places) {
        if (!edit.snoozes().now().isEmpty()) {
            for (int place = 0; place < places.length; place++) {
                if (places[place]) {
                    edit.snoozes().left(mailbox.mailbox(), page.uid(place), page.email(place));
                }
            }
        }
    }

    private void loses(MailboxState from, MessagePage page, boolean[] places, Fate fate) {
        for (int place = 0; place < places.length; place++) {
            if (places[place]) {
                loses(from, page.entry(place), fate);
            }
        }
    }

    /// A mailbox loses a message; if that was its last place, it is kept for a while or reclaimed.
    void loses(MailboxState from, MessageEntry message, Fate fate) {
        if (!edit.copies().onePlaceLess(message.email())) {
            return;
        }
        boolean isKept =
                switch (fate) {
                    case DELETED -> true;
                    case REPLACED -> !message.flags().has(Flags.DRAFT);
                    case HANDED_OVER, MOVED -> false;
                };
        if (isKept && !edit.config().keepDeleted().isZero()) {
            edit.deletions().add(from.record(), message);
        } else {
            edit.copies().orphan(message.email());
        }
    }

    /// A mailbox is removed, and all its messages with it.
    void removeAll(MailboxState mailbox) {
        PageDirectory directory = mailbox.pages();
        for (int at = 0; at < directory.pageCount(); at++) {
            MessagePage page = directory.page(at);
            for (int place = 0; place < page.count(); place++) {
                loses(mailbox, page.entry(place), Fate.DELETED);
                if (!page.flags(place).isDeleted()) {
                    edit.changeLogs().left(page, place, mailbox.mailbox());
                }
            }
        }
        edit.changeLogs().destroyed(mailbox.record());
        changed |= mailbox.count() > 0;
        usedMessages -= mailbox.count();
        usedOctets -= mailbox.octets();
        pages.removeAll(mailbox, edit.changes());
        logs.removeAll(mailbox.mailbox(), edit.changes());
    }

    /// The account is removed, and these with it.
    void forgetAll() {
        usedOctets = 0;
        usedMessages = 0;
    }

    // --- the end

    void writePages(MailboxId mailbox) {
        pages.write(mailbox, edit.changes());
    }
}
