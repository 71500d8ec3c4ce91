// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.CheckReport.Mode;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.ChangeFormat;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.format.v1.EmailListFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.format.v1.SnoozeFormat;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountRecord.ChangeLog;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxRecord.Counts;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.summary.MessageSummary;
import org.pabal.message.mime.MessageScanner;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Counts an account's records anew and compares: what mailboxes and the account say of themselves
/// with the pages of messages, the pages with the messages' records, these with their blobs and with
/// the links of threads.
///
/// What can be computed is mended: counts, sizes, what the account uses, UIDNEXT, HIGHESTMODSEQ, in
/// how many places a message lies, and what was computed from a message when it came (ENVELOPE and the
/// like), where that cannot be read. UIDs, flags and names stay as they are. What is lost (a record, a
/// blob, a page that cannot be read) is told, and left for a backup to bring back.
///
/// Records and blobs are read while the account is in use; what seems missing is looked at once more,
/// together with the counts, under the account's lock.
final class AccountCheck {
    private static final int MAX_FINDINGS = 500;

    private final Storage storage;
    private final Commits commits;
    private final OpenAccount account;

    private List<String> findings = new ArrayList<>();
    private long found;
    private long mended;

    AccountCheck(Storage storage, Commits commits, OpenAccount account) {
        this.storage = storage;
        this.commits = commits;
        this.account = account;
    }

    CheckReport run(Mode mode) {
        LinkCheck links = new LinkCheck(account.space());
        long[] suspects = suspects(Places.read(account.space(), new long[0], new long[0]), links);
        long[] threaded = links.suspects();
        account.lock();
        try {
            CheckReport report =
                    commits.change(
                            account,
                            Start.SETTLED,
                            edit -> settled(edit, suspects, links, threaded, mode));
            if (mended > 0) {
                account.reset();
            }
            return report;
        } finally {
            account.unlock();
        }
    }

    private Decision<CheckReport> settled(
            AccountEdit edit, long[] suspects, LinkCheck links, long[] threaded, Mode mode) {
        findings = new ArrayList<>();
        found = 0;
        mended = 0;
        Places places = Places.read(account.space(), suspects, threaded);
        places.unreadable().forEach(this::lost);
        List<Change> changes = new ArrayList<>();
        compare(places, changes);
        checkSnoozes(places, changes);
        List<Change> mendings = links.mending(places.threads());
        for (Change mending : mendings) {
            wrong(
                    "how many messages have a link of a thread was miscounted, or was unreadable",
                    mending,
                    changes);
        }
        for (long email : suspects) {
            if (Arrays.binarySearch(places.sorted(), email) >= 0) {
                trouble(email)
                        .ifPresent(trouble ->
                                rebuilt(email, places.dates().getOrDefault(email, 0L))
                                        .ifPresentOrElse(
                                                record ->
                                                        wrong(
                                                                "what was computed from message "
                                                                        + email
                                                                        + " could not be read",
                                                                new Change.Put(
                                                                        RecordKeys.message(email),
                                                                        record),
                                                                changes),
                                                () -> lost(trouble)));
            }
        }
        if (mode == Mode.LOOK) {
            mended = 0;
        } else {
            edit.add(changes);
        }
        CheckReport report =
                new CheckReport(
                        places.mailboxes().size(), places.sorted().length, findings, found, mended);
        return mode == Mode.LOOK || changes.isEmpty()
                ? Decision.refuse(report)
                : Decision.keep(report);
    }

    private void checkSnoozes(Places places, List<Change> changes) {
        account.space()
                .forEach(
                        RecordKeys.snoozes(),
                        entry -> {
                            long email = RecordKeys.emailOfSnooze(entry.key());
                            try {
                                SnoozeFormat.decode(email, entry.value());
                            } catch (BrokenRecordException unreadable) {
                                wrong(
                                        "until when message "
                                                + email
                                                + " is set aside could not be read",
                                        new Change.Delete(entry.key()),
                                        changes);
                                return;
                            }
                            if (places.unreadable().isEmpty()
                                    && Arrays.binarySearch(places.sorted(), email) < 0) {
                                wrong(
                                        "message " + email + ", which is set aside, lies nowhere",
                                        new Change.Delete(entry.key()),
                                        changes);
                            }
                        });
    }

    private void lost(String finding) {
        found++;
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    private void wrong(String finding, Change mending, List<Change> changes) {
        lost(finding);
        mended++;
        changes.add(mending);
    }

    /// Messages whose record or blob seems not to be there.
    private long[] suspects(Places places, LinkCheck links) {
        TreeSet<Long> suspects = new TreeSet<>();
        long[] emails = Arrays.stream(places.sorted()).distinct().toArray();
        int[] next = {0};
        account.space()
                .forEach(
                        RecordKeys.messages(),
                        entry -> {
                            links.take(entry);
                            long email = RecordKeys.emailOfMessage(entry.key());
                            while (next[0] < emails.length && emails[next[0]] < email) {
                                suspects.add(emails[next[0]++]);
                            }
                            if (next[0] < emails.length && emails[next[0]] == email) {
                                next[0]++;
                                if (trouble(email, entry).isPresent()) {
                                    suspects.add(email);
                                }
                            }
                        });
        while (next[0] < emails.length) {
            suspects.add(emails[next[0]++]);
        }
        return suspects.stream().mapToLong(Long::longValue).toArray();
    }

    /// The record of a message, computed anew from its octets; empty where these cannot be found.
    ///
    /// @param date in seconds, from the place where it lies
    private Optional<byte[]> rebuilt(long email, long date) {
        return account.space()
                .read(RecordKeys.message(email))
                .flatMap(AccountCheck::blobOf)
                .flatMap(id -> Failures.translated(() -> storage.blob(id)))
                .flatMap(blob -> rebuilt(blob, date));
    }

    private static Optional<BlobId> blobOf(byte[] record) {
        try {
            return Optional.of(MessageFormat.blobOf(record));
        } catch (BrokenRecordException _) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> rebuilt(Blob blob, long date) {
        MessageScanner scanner = new MessageScanner();
        byte[] octets = new byte[64 << 10];
        try (BlobReader reader = storage.openBlob(blob.id())) {
            long position = 0;
            int read = reader.read(0, octets, 0, octets.length);
            while (read > 0) {
                scanner.write(octets, 0, read);
                position += read;
                read = reader.read(position, octets, 0, octets.length);
            }
        } catch (StorageException _) {
            return Optional.empty();
        }
        byte[] summary = MessageFormat.encode(MessageSummary.of(scanner.finish()), "");
        return Optional.of(MessageFormat.encode(blob, Instant.ofEpochSecond(date), summary));
    }

    private Optional<String> trouble(long email) {
        byte[] key = RecordKeys.message(email);
        return account.space()
                .read(key)
                .map(value -> trouble(email, new Entry(key, value)))
                .orElseGet(() ->
                        Optional.of(
                                "message "
                                        + email
                                        + " has no record: restore the account from a backup"));
    }

    private Optional<String> trouble(long email, Entry entry) {
        try {
            MessageFormat.decode(new org.pabal.mailbox.EmailId(email), entry.value());
            BlobId blob = MessageFormat.blobOf(entry.value());
            return Failures.translated(() -> storage.blob(blob)).isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "the octets of message "
                                    + email
                                    + " are lost: restore the account from a backup");
        } catch (BrokenRecordException broken) {
            return Optional.of(
                    "the record of message "
                            + email
                            + " cannot be read ("
                            + broken.getMessage()
                            + "): restore the account from a backup");
        }
    }

    private void compare(Places places, List<Change> changes) {
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
            compare(mailbox, is, changes);
        }
        AccountRecord record = places.account();
        ChangeLog log = log(record.changes(), changes);
        Deleted deleted = deleted(record.deleted());
        if (!log.equals(record.changes())) {
            wrong(
                    "the change log has "
                            + log.entries()
                            + " entries and "
                            + log.moves()
                            + " moves, not "
                            + record.changes().entries()
                            + " and "
                            + record.changes().moves(),
                    new Change.Put(
                            RecordKeys.account(),
                            AccountFormat.encode(
                                    record.counting(octets, messages, highest, log, deleted))),
                    changes);
        } else if (!deleted.equals(record.deleted())) {
            wrong(
                    "the account keeps "
                            + deleted.messages()
                            + " deleted messages of "
                            + deleted.octets()
                            + " octets, not "
                            + record.deleted().messages()
                            + " of "
                            + record.deleted().octets(),
                    new Change.Put(
                            RecordKeys.account(),
                            AccountFormat.encode(
                                    record.counting(octets, messages, highest, log, deleted))),
                    changes);
        } else if (record.usedOctets() != octets
                || record.usedMessages() != messages
                || record.highestModSeq() != highest) {
            wrong(
                    "the account counts "
                            + record.usedMessages()
                            + " messages of "
                            + record.usedOctets()
                            + " octets, and has "
                            + messages
                            + " of "
                            + octets,
                    new Change.Put(
                            RecordKeys.account(),
                            AccountFormat.encode(
                                    record.counting(octets, messages, highest, log, deleted))),
                    changes);
        }
        compareCopies(places, changes);
    }

    /// Counts anew what is kept of deleted messages. The index by time goes by what the account says of
    /// the oldest, and is right where that is.
    private Deleted deleted(Deleted says) {
        long[] counts = {0, 0};
        account.space()
                .forEach(
                        RecordKeys.allDeleted(),
                        entry -> {
                            try {
                                DeletedList list = DeletedFormat.decode(entry.value());
                                counts[0] += list.entries().size();
                                counts[1] += list.octets();
                            } catch (BrokenRecordException broken) {
                                lost(
                                        "a list of deleted messages cannot be read ("
                                                + broken.getMessage()
                                                + "): they cannot be restored");
                            }
                        });
        return new Deleted(says.since(), counts[0], counts[1]);
    }

    /// Counts the change log anew. An entry that cannot be read ends what is known of the past.
    private ChangeLog log(ChangeLog says, List<Change> changes) {
        long[] completeFrom = {says.completeFrom()};
        long[] last = {says.completeFrom()};
        int[] counts = {0, 0};
        account.space()
                .forEach(
                        RecordKeys.changesAfter(-1),
                        entry -> {
                            long modSeq = RecordKeys.modSeqOfChange(entry.key());
                            if (modSeq <= says.completeFrom()) {
                                wrong(
                                        "an entry of the change log that nobody reads",
                                        new Change.Delete(entry.key()),
                                        changes);
                                return;
                            }
                            last[0] = modSeq;
                            counts[0]++;
                            try {
                                counts[1] +=
                                        ChangeFormat.decode(modSeq, entry.value()).moves().size();
                            } catch (BrokenRecordException broken) {
                                completeFrom[0] = modSeq;
                            }
                        });
        if (completeFrom[0] == says.completeFrom()) {
            return new ChangeLog(
                    completeFrom[0], Math.max(last[0], says.last()), counts[0], counts[1]);
        }
        account.space()
                .forEach(
                        RecordKeys.changesAfter(says.completeFrom()),
                        entry -> changes.add(new Change.Delete(entry.key())));
        return new ChangeLog(last[0], last[0], 0, 0);
    }

    private void compare(MailboxRecord mailbox, Found is, List<Change> changes) {
        long uidNext = Math.max(mailbox.uidNext(), is.lastUid() + 1);
        long modSeq = Math.max(mailbox.highestModSeq(), is.modSeq());
        if (is.counts().equals(mailbox.counts())
                && uidNext == mailbox.uidNext()
                && modSeq == mailbox.highestModSeq()) {
            return;
        }
        wrong(
                mailbox.name()
                        + " counts "
                        + text(mailbox.counts(), mailbox.uidNext())
                        + ", and has "
                        + text(is.counts(), uidNext),
                new Change.Put(
                        RecordKeys.mailbox(mailbox.id().value()),
                        MailboxFormat.encode(
                                mailbox.withUidNext(uidNext).changed(modSeq, is.counts()))),
                changes);
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
    private void compareCopies(Places places, List<Change> changes) {
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
            if (says != is && Arrays.binarySearch(places.sorted(), email) >= 0) {
                byte[] key = RecordKeys.copies(email);
                wrong(
                        "message " + email + " lies in " + is + " places, not in " + says,
                        is == 1
                                ? new Change.Delete(key)
                                : new Change.Put(key, SmallFormats.encodeCopies(is)),
                        changes);
            }
        }
    }

    /// What the pages of a mailbox hold.
    ///
    /// @param unreadable some of them
    private record Found(Counts counts, long lastUid, long modSeq, boolean unreadable) {
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

    /// All that the account's records say of where messages lie.
    ///
    /// @param sorted the message of each place
    /// @param threads of those messages that were asked for
    /// @param dates of those messages that were asked for, in seconds
    /// @param unreadable a sentence for each page that cannot be read
    private record Places(
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

        static Places read(AccountSpace space, long[] dated, long[] threaded) {
            Reading reading = new Reading(dated, threaded);
            space.forEach(RecordKeys.index(), reading::take);
            for (MailboxRecord mailbox : reading.mailboxes) {
                space.forEach(
                        RecordKeys.pages(mailbox.id().value()),
                        entry -> reading.page(mailbox, entry));
            }
            return reading.places();
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

        Places places() {
            long[] sorted = Arrays.copyOf(emails, count);
            Arrays.sort(sorted);
            return new Places(
                    account, mailboxes, byMailbox, copies, sorted, dates, threads, unreadable);
        }
    }
}
