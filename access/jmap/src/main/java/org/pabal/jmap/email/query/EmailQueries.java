// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.query.QueryMemory.Asked;
import org.pabal.jmap.method.ListChanges;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.ThreadId;

/// Runs queries of emails, and tells how their results have changed. Safe for use by many threads.
///
/// The state of a query is the account's: with it the store tells which emails were touched since,
/// and these alone can have come, gone or moved.
public final class EmailQueries {
    /// Some 32 MiB.
    private static final long MAX_IDS_REMEMBERED = 4 << 20;

    /// More changes are not told: all is to be asked for anew.
    private static final int MAX_CHANGES = 50_000;

    private final TextIndex index;
    private final QueryMemory memory;

    public EmailQueries(TextIndex index) {
        this(index, MAX_IDS_REMEMBERED);
    }

    /// @param maxIds of results that are remembered, all together
    public EmailQueries(TextIndex index, long maxIds) {
        this.index = index;
        this.memory = new QueryMemory(maxIds);
    }

    /// The ids of the emails in their order; not to be changed.
    ///
    /// @throws MethodError when the search is too much work
    public long[] run(EmailQuery query, AccountMailboxes account, AccountSnapshot at) {
        Asked asked = asked(query, account, at.point());
        Optional<long[]> known = memory.find(asked);
        if (known.isPresent()) {
            return known.get();
        }
        long[] found = EmailSearch.run(query, account, at, index);
        memory.put(asked, found);
        return found;
    }

    private static Asked asked(EmailQuery query, AccountMailboxes account, AccountPoint point) {
        return new Asked(account.account().id(), account.reader().id(), query, point);
    }

    /// How the results of a query at an earlier point become those of now.
    ///
    /// @throws MethodError `cannotCalculateChanges`
    public ListChanges changes(
            EmailQuery query, AccountMailboxes account, AccountPoint since, AccountSnapshot now) {
        long[] after = run(query, account, now);
        Optional<long[]> before = memory.find(asked(query, account, since));
        return before.isPresent()
                ? between(before.get(), after)
                : touched(query, since, now, after);
    }

    /// Told as few as can be: what stands alike at both ends is left out of the comparison.
    static ListChanges between(long[] before, long[] after) {
        int shorter = Math.min(before.length, after.length);
        int head = 0;
        while (head < shorter && before[head] == after[head]) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
            tail++;
        }
        ListChanges middle =
                ListChanges.between(
                        texts(before, head, before.length - tail),
                        texts(after, head, after.length - tail));
        int moved = head;
        return new ListChanges(
                middle.removed(),
                middle.added().stream()
                        .map(each -> new ListChanges.Added(each.id(), each.index() + moved))
                        .toList());
    }

    private static List<String> texts(long[] ids, int from, int to) {
        List<String> texts = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            texts.add(text(ids[i]));
        }
        return texts;
    }

    private static String text(long id) {
        return ObjectIds.of(new EmailId(id));
    }

    /// Of every email that can have come, gone or moved: that it went, and if it is there, that it
    /// came. RFC 8620 §5.6 allows for more than is so.
    private static ListChanges touched(
            EmailQuery query, AccountPoint since, AccountSnapshot now, long[] after) {
        LongTable touched = new LongTable(64);
        List<String> removed = new ArrayList<>();
        AccountSnapshot.Changes<EmailId> emails = all(now.emailsSince(since, MAX_CHANGES));
        emails.created().forEach(id -> touched.add(id.value(), 1));
        emails.updated().forEach(id -> touch(id, touched, removed));
        emails.destroyed().forEach(id -> touch(id, touched, removed));
        if (query.dependsOnThreads()) {
            touchThreads(emails, all(now.threadsSince(since, MAX_CHANGES)), now, touched, removed);
        }
        List<ListChanges.Added> added = new ArrayList<>();
        for (int i = 0; i < after.length; i++) {
            if (touched.has(after[i])) {
                added.add(new ListChanges.Added(text(after[i]), i));
            }
        }
        return new ListChanges(removed, added);
    }

    private static void touch(EmailId email, LongTable touched, List<String> removed) {
        if (touched.add(email.value(), 1)) {
            removed.add(text(email.value()));
        }
    }

    /// One email of a thread can bring another one up.
    private static void touchThreads(
            AccountSnapshot.Changes<EmailId> emails,
            AccountSnapshot.Changes<ThreadId> threads,
            AccountSnapshot now,
            LongTable touched,
            List<String> removed) {
        LongTable known = new LongTable(64);
        threads.updated().forEach(thread -> touch(thread, known, now.emails(), touched, removed));
        for (EmailId email : emails.updated()) {
            now.emails()
                    .find(email)
                    .ifPresent(
                            found -> touch(found.thread(), known, now.emails(), touched, removed));
        }
    }

    private static void touch(
            ThreadId thread,
            LongTable known,
            Emails emails,
            LongTable touched,
            List<String> removed) {
        if (known.add(thread.value(), 1)) {
            emails.thread(thread).forEach(email -> touch(email, touched, removed));
        }
    }

    private static <I> AccountSnapshot.Changes<I> all(
            Optional<AccountSnapshot.Changes<I>> changes) {
        return changes.filter(known -> !known.hasMore())
                .orElseThrow(MethodError::cannotCalculateChanges);
    }
}
