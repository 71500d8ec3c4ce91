// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.state.SortedRows.Rows;

/// Where each message of an account lies, by its email id, and which messages belong to a thread: of one
/// state, whoever reads it. Immutable; some fifteen octets for each message in memory. It is computed from
/// the pages alone, or from the index of another state with what differs.
///
/// Messages with `\Deleted` are not in it.
public final class EmailIndex {
    /// Of {@link #places}: email, mailbox, UID, email less thread, internal date.
    static final int EMAIL = 0;

    static final int MAILBOX = 1;
    static final int UID = 2;
    static final int ABOVE_THREAD = 3;
    static final int DATE = 4;

    private static final int PLACE_WIDTH = 5;
    private static final int PLACE_KEYS = 3;

    /// Of {@link #replies}: thread, email.
    private static final int REPLY = 1;

    private final AccountState state;
    private final SortedRows places;

    /// The emails that are not the first of their thread: fewer than half.
    private final SortedRows replies;

    private final int emails;

    /// Null until somebody asks for them; from then on they are kept from state to state.
    private volatile @Nullable ThreadCounts counts;

    private EmailIndex(
            AccountState state,
            SortedRows places,
            SortedRows replies,
            int emails,
            @Nullable ThreadCounts counts) {
        this.state = state;
        this.places = places;
        this.replies = replies;
        this.emails = emails;
        this.counts = counts;
    }

    // --- how it is made

    public static EmailIndex of(AccountState state) {
        List<MailboxState> mailboxes = new ArrayList<>();
        List<MessagePage> pages = new ArrayList<>();
        for (MailboxState mailbox : state.mailboxes()) {
            PageDirectory directory = mailbox.pages();
            for (int at = 0; at < directory.pageCount(); at++) {
                mailboxes.add(mailbox);
                pages.add(directory.page(at));
            }
        }
        return of(state, mailboxes, pages);
    }

    /// @param mailboxes that of each page
    private static EmailIndex of(
            AccountState state, List<MailboxState> mailboxes, List<MessagePage> pages) {
        long[] order = order(pages);
        SortedRows.Builder places = new SortedRows.Builder(PLACE_WIDTH, PLACE_KEYS);
        Rows replies = new Rows(2);
        long mask = (1L << SortedRows.ROW_BITS) - 1;
        long last = 0;
        int emails = 0;
        for (long each : order) {
            int row = (int) (each & mask);
            MessagePage page = pages.get(row / MessagePage.UIDS);
            int place = row % MessagePage.UIDS;
            long email = page.email(place);
            long thread = page.thread(place);
            places.add(
                    email,
                    mailboxes.get(row / MessagePage.UIDS).mailbox().value(),
                    page.uid(place),
                    email - thread,
                    page.date(place));
            if (email != last) {
                emails++;
                last = email;
                if (thread != email) {
                    replies.add(thread, email);
                }
            }
        }
        return new EmailIndex(
                state,
                places.build(),
                SortedRows.empty(2, 2).with(new Rows(2), replies),
                emails,
                null);
    }

    /// Places by email, mailbox and UID: each is its email id less the lowest, and the number of its page
    /// and place, which ascends with mailbox and UID.
    private static long[] order(List<MessagePage> pages) {
        long lowest = Long.MAX_VALUE;
        int count = 0;
        for (MessagePage page : pages) {
            count += page.count() - page.deleted();
            for (int place = 0; place < page.count(); place++) {
                lowest = Math.min(lowest, page.email(place));
            }
        }
        if ((long) pages.size() * MessagePage.UIDS >= 1L << SortedRows.ROW_BITS) {
            throw new IllegalStateException("an account of too many messages to be sorted");
        }
        long[] order = new long[count];
        int at = 0;
        for (int number = 0; number < pages.size(); number++) {
            MessagePage page = pages.get(number);
            for (int place = 0; place < page.count(); place++) {
                if (page.deleted() == 0 || !page.flags(place).isDeleted()) {
                    order[at++] =
                            page.email(place) - lowest << SortedRows.ROW_BITS
                                    | (long) number * MessagePage.UIDS + place;
                }
            }
        }
        Arrays.sort(order);
        return order;
    }

    /// The index of another state of the account, mostly of the next. Costs as much as differs.
    @SuppressWarnings("ReferenceEquality") // the same state, not an equal one
    public EmailIndex at(AccountState other) {
        if (other == state) {
            return this;
        }
        Difference difference = new Difference();
        StateComparison.compare(state, other, difference);
        if (difference.removed.count() + difference.added.count() > 1_000 + places.count() / 4) {
            return of(other);
        }
        SortedRows newPlaces = places.with(difference.removed, difference.added);
        EmailIndex next =
                new EmailIndex(other, newPlaces, replies, emails, null)
                        .withReplies(this, difference.moved);
        ThreadCounts known = counts;
        if (known != null) {
            next.counts = known.at(new EmailView(this), new EmailView(next), difference.all());
        }
        return next;
    }

    /// What differs, as rows.
    private static final class Difference implements StateComparison.Told {
        private final Rows removed = new Rows(PLACE_WIDTH);
        private final Rows added = new Rows(PLACE_WIDTH);

        /// Emails and their threads.
        private final Set<EmailAndThread> moved = new HashSet<>();

        private final Set<EmailAndThread> changed = new HashSet<>();

        @Override
        public void gone(MailboxState mailbox, MessagePage page, int place) {
            add(removed, mailbox, page, place);
        }

        @Override
        public void came(MailboxState mailbox, MessagePage page, int place) {
            add(added, mailbox, page, place);
        }

        private void add(Rows rows, MailboxState mailbox, MessagePage page, int place) {
            long email = page.email(place);
            long thread = page.thread(place);
            rows.add(
                    email,
                    mailbox.mailbox().value(),
                    page.uid(place),
                    email - thread,
                    page.date(place));
            moved.add(new EmailAndThread(email, thread));
        }

        @Override
        public void changed(MailboxState mailbox, MessagePage page, int place) {
            changed.add(new EmailAndThread(page.email(place), page.thread(place)));
        }

        Set<EmailAndThread> all() {
            changed.addAll(moved);
            return changed;
        }
    }

    record EmailAndThread(long email, long thread) {}

    private EmailIndex withReplies(EmailIndex before, Set<EmailAndThread> moved) {
        Rows gone = new Rows(2);
        Rows come = new Rows(2);
        int count = emails;
        for (EmailAndThread each : moved) {
            boolean was = before.has(each.email);
            boolean is = has(each.email);
            if (was != is) {
                count += is ? 1 : -1;
                if (each.email != each.thread) {
                    (is ? come : gone).add(each.thread, each.email);
                }
            }
        }
        return new EmailIndex(state, places, replies.with(gone, come), count, null);
    }

    /// The emails that differ between the state of another index and this one's.
    Set<EmailAndThread> changedSince(EmailIndex other) {
        Difference difference = new Difference();
        StateComparison.compare(other.state, state, difference);
        return difference.all();
    }

    // --- what it tells

    public AccountState state() {
        return state;
    }

    /// The emails that have a place.
    public int emails() {
        return emails;
    }

    public int places() {
        return places.count();
    }

    public ThreadCounts counts() {
        ThreadCounts known = counts;
        if (known == null) {
            known = ThreadCounts.of(new EmailView(this));
            counts = known;
        }
        return known;
    }

    public boolean has(long email) {
        return places.at().seek(email);
    }

    /// At the first place of the first email.
    SortedRows.At rows() {
        return places.at();
    }

    /// At the first reply: threads, and with {@link #REPLY} the emails.
    SortedRows.At replies() {
        return replies.at();
    }

    /// The emails of a thread that have a place, ascending.
    long[] emailsOf(long thread) {
        SortedRows.At root = places.at();
        long[] found = new long[4];
        int count = 0;
        if (root.seek(thread) && root.get(ABOVE_THREAD) == 0) {
            found[count++] = thread;
        }
        SortedRows.At reply = replies.at();
        reply.seek(thread);
        while (reply.isThere() && reply.get(0) == thread) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = reply.get(REPLY);
            reply.next();
        }
        return Arrays.copyOf(found, count);
    }
}
