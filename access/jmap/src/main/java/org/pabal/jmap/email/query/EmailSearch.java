// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.pabal.jmap.MethodError;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.TextIndex;

/// Runs one query at one moment of an account. For one thread.
final class EmailSearch {
    private static final int RECORDS_AT_ONCE = 256;
    private static final int MESSAGES_AT_ONCE = 32;

    /// What may be read of messages that the index does not tell enough of.
    private static final int MAX_MESSAGES_READ = 50_000;

    private static final long MAX_OCTETS_READ = 2L << 30;

    /// Longer ones are opened alone.
    private static final long MAX_OCTETS_AT_ONCE = 4 << 20;

    private final EmailQuery query;
    private final AccountMailboxes account;
    private final Emails emails;
    private final Map<Long, Snoozed> snoozed;
    private final Criterion criterion;
    private final EmailRows rows;

    /// Rows of which it is not known whether they fit.
    private final BitSet open = new BitSet();

    private final BitSet fitting = new BitSet();

    /// Rows that the records did not settle.
    private final BitSet unsettled = new BitSet();

    private final Candidate candidate = new Candidate();
    private int messagesRead;
    private long octetsRead;

    private EmailSearch(
            EmailQuery query, AccountMailboxes account, AccountSnapshot at, TextIndex index) {
        this.query = query;
        this.account = account;
        this.emails = at.emails();
        this.snoozed = at.snoozed();
        this.criterion = new BoundFilter(account, emails, index).of(query.filter());
        this.rows = new EmailRows(query.sort());
    }

    /// The ids of the emails in their order.
    ///
    /// @throws MethodError when more would have to be read than is reasonable
    static long[] run(
            EmailQuery query, AccountMailboxes account, AccountSnapshot at, TextIndex index) {
        EmailSearch search = new EmailSearch(query, account, at, index);
        try {
            return search.run();
        } finally {
            search.candidate.close();
        }
    }

    private long[] run() {
        lookAtAll();
        if (!open.isEmpty()) {
            readRecords(this::judgeByRecord);
            open.and(unsettled);
            if (!open.isEmpty()) {
                readMessages();
            }
        }
        rows.keep(fitting);
        if (query.sort().stream().anyMatch(each -> each.by().isOfRecord())) {
            open.set(0, rows.count());
            readRecords((row, record) -> rows.put(row, record));
        }
        return rows.ordered(query.collapseThreads());
    }

    private void lookAtAll() {
        List<ToLongFunction<Candidate>> columns = query.sort().stream().map(this::column).toList();
        long[] values = new long[columns.size()];
        Emails.Cursor cursor = emails.cursor();
        candidate.at(cursor);
        while (cursor.next()) {
            Truth truth = criterion.test(candidate);
            if (truth == Truth.NO) {
                continue;
            }
            (truth == Truth.YES ? fitting : open).set(rows.count());
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.get(i).applyAsLong(candidate);
            }
            rows.add(cursor.email(), cursor.thread(), values);
        }
    }

    private ToLongFunction<Candidate> column(EmailSort sort) {
        return switch (sort.by()) {
            case RECEIVED_AT -> Candidate::receivedSeconds;
            case SIZE -> Candidate::size;
            case SNOOZED_UNTIL ->
                    snoozed.isEmpty() ? Candidate::receivedSeconds : this::snoozedSeconds;
            case HAS_KEYWORD -> {
                FlagTest test = new FlagTest(sort.flag());
                yield email -> test.has(email.flags()) ? 1 : 0;
            }
            case ALL_IN_THREAD_HAVE_KEYWORD -> {
                ThreadKeywords threads = ThreadKeywords.of(emails, sort.flag());
                yield email -> threads.all(email.thread()) ? 1 : 0;
            }
            case SOME_IN_THREAD_HAVE_KEYWORD -> {
                ThreadKeywords threads = ThreadKeywords.of(emails, sort.flag());
                yield email -> threads.some(email.thread()) ? 1 : 0;
            }
            case FROM, TO, SUBJECT, SENT_AT -> _ -> 0;
        };
    }

    private long snoozedSeconds(Candidate candidate) {
        Snoozed known = snoozed.get(candidate.id());
        return known == null
                ? candidate.receivedSeconds()
                : known.snooze().until().getEpochSecond();
    }

    private void judgeByRecord(int row, StoredMessage record) {
        candidate.at(emails.find(record.id()).orElseThrow(), record);
        settle(row, criterion.test(candidate), unsettled);
    }

    private void settle(int row, Truth truth, BitSet otherwise) {
        if (truth != Truth.NO) {
            (truth == Truth.YES ? fitting : otherwise).set(row);
        }
    }

    @FunctionalInterface
    private interface OfRecord {
        void take(int row, StoredMessage record);
    }

    /// Gives the records of the open rows; an email that has gone in the meantime has none, and fits
    /// no more.
    private void readRecords(OfRecord taker) {
        Map<EmailId, Integer> some = HashMap.newHashMap(RECORDS_AT_ONCE);
        for (int row = open.nextSetBit(0); row >= 0; row = open.nextSetBit(row + 1)) {
            some.put(new EmailId(rows.id(row)), row);
            if (some.size() == RECORDS_AT_ONCE) {
                give(some, taker);
            }
        }
        give(some, taker);
    }

    private void give(Map<EmailId, Integer> some, OfRecord taker) {
        if (!some.isEmpty()) {
            for (StoredMessage record : account.messages(List.copyOf(some.keySet()))) {
                Integer row = some.get(record.id());
                if (row != null) {
                    taker.take(row, record);
                }
            }
            some.clear();
        }
    }

    private record Opened(int row, StoredMessage record) {}

    private void readMessages() {
        List<Opened> some = new ArrayList<>();
        long[] octets = new long[1];
        readRecords((row, record) -> {
            some.add(new Opened(row, record));
            octets[0] += record.octets();
            if (some.size() == MESSAGES_AT_ONCE || octets[0] > MAX_OCTETS_AT_ONCE) {
                judgeByText(some);
                octets[0] = 0;
            }
        });
        judgeByText(some);
    }

    private void judgeByText(List<Opened> some) {
        for (Opened each : some) {
            messagesRead++;
            octetsRead += each.record.octets();
            if (messagesRead > MAX_MESSAGES_READ || octetsRead > MAX_OCTETS_READ) {
                throw MethodError.of(
                        "serverUnavailable",
                        "Too many messages would have to be read for this search; narrow it, or try"
                                + " again when all of them are indexed.");
            }
            candidate.at(
                    emails.find(each.record.id()).orElseThrow(),
                    each.record,
                    () -> account.octets(each.record));
            letOthersRun();
            try {
                settle(each.row, criterion.test(candidate), new BitSet());
            } finally {
                candidate.close();
            }
        }
        some.clear();
    }

    /// Reading many messages is long work, and virtual threads are not time-sliced.
    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private static void letOthersRun() {
        Thread.yield();
    }
}
