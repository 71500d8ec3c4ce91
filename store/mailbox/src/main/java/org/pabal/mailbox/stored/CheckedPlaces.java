// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.EmailListFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxRecord.Counts;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.storage.Entry;

/// All that an account's records say of where messages lie.
///
/// @param sorted the message of each place
/// @param threads of those messages that were asked for
/// @param dates of those messages that were asked for, in seconds
/// @param unreadable a sentence for each page that cannot be read
record CheckedPlaces(
        AccountRecord account,
        List<MailboxRecord> mailboxes,
        Map<Long, Found> byMailbox,
        Map<Long, Integer> copies,
        long[] sorted,
        Map<Long, Long> dates,
        Map<Long, Long> threads,
        List<String> unreadable) {

    Found found(long mailbox) {
        return byMailbox.getOrDefault(mailbox, Found.NOTHING);
    }

    /// Whether a message lies anywhere.
    boolean has(long email) {
        return Arrays.binarySearch(sorted, email) >= 0;
    }

    /// Of the messages that lie in more than one place.
    Map<Long, Integer> several() {
        Map<Long, Integer> several = new HashMap<>();
        for (int at = 1; at < sorted.length; at++) {
            if (sorted[at] == sorted[at - 1]) {
                several.merge(sorted[at], 2, (before, _) -> before + 1);
            }
        }
        return several;
    }

    static CheckedPlaces read(AccountSpace space, long[] dated, long[] threaded) {
        Reading reading = new Reading(dated, threaded);
        space.forEach(RecordKeys.index(), reading::take);
        for (MailboxRecord mailbox : reading.mailboxes) {
            space.forEach(
                    RecordKeys.pages(mailbox.id().value()), entry -> reading.page(mailbox, entry));
        }
        return reading.places();
    }

    /// What the pages of a mailbox hold.
    ///
    /// @param unreadable some of them
    record Found(Counts counts, long lastUid, long modSeq, boolean unreadable) {
        static final Found NOTHING = new Found(Counts.NONE, 0, 0, false);

        Found with(MessagePage page) {
            return new Found(
                    counts.plus(page),
                    Math.max(lastUid, page.uid(page.count() - 1)),
                    Math.max(modSeq, page.highestModSeq()),
                    unreadable);
        }

        Found broken() {
            return new Found(counts, lastUid, modSeq, true);
        }
    }

    private static final class Reading {
        private AccountRecord account = AccountRecord.NONE;
        private final List<MailboxRecord> mailboxes = new ArrayList<>();
        private final Map<Long, Found> byMailbox = new TreeMap<>();
        private final Map<Long, Integer> copies = new HashMap<>();
        private final List<String> unreadable = new ArrayList<>();
        private final long[] dated;
        private final Map<Long, Long> dates = new HashMap<>();
        private final long[] threaded;
        private final Map<Long, Long> threads = new HashMap<>();
        private long[] emails = new long[1_024];
        private int count;

        Reading(long[] dated, long[] threaded) {
            this.dated = dated;
            this.threaded = threaded;
        }

        void take(Entry entry) {
            switch (RecordKeys.kindOf(entry.key())) {
                case ACCOUNT -> account = AccountFormat.decode(entry.value());
                case MAILBOX -> mailboxes.add(MailboxFormat.decode(entry.value()));
                case COPIES ->
                        copies.put(
                                RecordKeys.emailOfCopies(entry.key()),
                                SmallFormats.decodeCopies(entry.value()));
                case EXPUNGED -> EmailListFormat.decode(entry.value());
                case SUBSCRIPTION, ACL -> {}
            }
        }

        void page(MailboxRecord mailbox, Entry entry) {
            int number = RecordKeys.numberOfPage(entry.key());
            Found before = byMailbox.getOrDefault(mailbox.id().value(), Found.NOTHING);
            try {
                MessagePage page = PageFormat.decode(number, entry.value(), flags -> flags);
                for (int place = 0; place < page.count(); place++) {
                    add(page.email(place));
                    if (Arrays.binarySearch(dated, page.email(place)) >= 0) {
                        dates.put(page.email(place), page.date(place));
                    }
                    if (Arrays.binarySearch(threaded, page.email(place)) >= 0) {
                        threads.put(page.email(place), page.thread(place));
                    }
                }
                byMailbox.put(mailbox.id().value(), page.count() == 0 ? before : before.with(page));
            } catch (BrokenRecordException broken) {
                byMailbox.put(mailbox.id().value(), before.broken());
                unreadable.add(
                        "in "
                                + mailbox.name()
                                + ", the messages with UID "
                                + (long) number * MessagePage.UIDS
                                + " to "
                                + ((number + 1L) * MessagePage.UIDS - 1)
                                + " cannot be read ("
                                + broken.getMessage()
                                + "): restore the account from a backup");
            }
        }

        private void add(long email) {
            if (count == emails.length) {
                emails = Arrays.copyOf(emails, count * 2);
            }
            emails[count++] = email;
        }

        CheckedPlaces places() {
            long[] sorted = Arrays.copyOf(emails, count);
            Arrays.sort(sorted);
            return new CheckedPlaces(
                    account, mailboxes, byMailbox, copies, sorted, dates, threads, unreadable);
        }
    }
}
