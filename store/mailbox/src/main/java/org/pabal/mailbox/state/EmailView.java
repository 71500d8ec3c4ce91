// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.ThreadId;

/// The emails of one state as one reader sees them: the owner, who sees all, or another, who sees those
/// of some mailboxes, with what it has seen itself.
public final class EmailView implements Emails {
    private static final int DRAFT = Flags.of("\\Draft").systemBits();

    private final EmailIndex index;

    /// Null for the owner.
    private final @Nullable Others others;

    private volatile int counted = -1;

    /// Of a reader who is not the owner; null until somebody asks for them.
    private volatile @Nullable ThreadCounts counts;

    /// What the reader was shown before, from whose counts these are taken on; null where nothing is
    /// known, and once these are counted.
    private volatile @Nullable EmailView earlier;

    /// @param visible ids of mailboxes
    /// @param reader the account
    private record Others(Set<Long> visible, long reader) {}

    public EmailView(EmailIndex index) {
        this.index = index;
        this.others = null;
        this.counted = index.emails();
    }

    /// @param reader an account whose marks the state knows of each of these mailboxes
    /// @param visible ids of mailboxes
    public EmailView(EmailIndex index, long reader, Set<Long> visible) {
        this.index = index;
        this.others = new Others(visible, reader);
    }

    /// The same reader's of another state, mostly of the next: what was counted here is not counted
    /// again.
    ///
    /// @param visible ids of mailboxes
    @SuppressWarnings("ReferenceEquality") // the same index, not an equal one
    public EmailView at(EmailIndex other, long reader, Set<Long> visible) {
        Others asked = new Others(visible, reader);
        if (!asked.equals(others)) {
            return new EmailView(other, reader, visible);
        }
        if (other == index) {
            return this;
        }
        EmailView next = new EmailView(other, reader, visible);
        next.earlier = counts == null ? earlier : this;
        return next;
    }

    public EmailIndex index() {
        return index;
    }

    /// Counted when first asked for, for a reader who is not the owner.
    @Override
    public int count() {
        if (counted < 0) {
            int count = 0;
            Cursor cursor = cursor();
            while (cursor.next()) {
                count++;
            }
            counted = count;
        }
        return counted;
    }

    /// How many emails and threads there are in each mailbox. Costs as much as differs from what the
    /// reader was shown before, where something was.
    public ThreadCounts counts() {
        if (others == null) {
            return index.counts();
        }
        ThreadCounts known = counts;
        if (known == null) {
            EmailView before = earlier;
            ThreadCounts then = before == null ? null : before.counts;
            known =
                    before == null || then == null
                            ? ThreadCounts.of(this)
                            : then.at(before, this, index.changedSince(before.index));
            counts = known;
            earlier = null;
        }
        return known;
    }

    @Override
    public boolean has(EmailId id) {
        return others == null ? index.has(id.value()) : new Walk().goTo(id.value());
    }

    @Override
    public Optional<Email> find(EmailId id) {
        Walk walk = new Walk();
        if (!walk.goTo(id.value())) {
            return Optional.empty();
        }
        List<Place> places = new ArrayList<>(walk.places());
        for (int place = 0; place < walk.places(); place++) {
            MailboxId mailbox = new MailboxId(walk.mailbox(place));
            long uid = walk.uid(place);
            int at = index.state().mailbox(mailbox).orElseThrow().indexOf(uid);
            places.add(new Place(mailbox, uid, at));
        }
        return Optional.of(
                new Email(
                        id,
                        new ThreadId(walk.thread()),
                        List.copyOf(places),
                        walk.flags(),
                        walk.size(),
                        Instant.ofEpochSecond(walk.receivedSeconds())));
    }

    @Override
    public List<EmailId> thread(ThreadId thread) {
        long[] emails = emailsOf(thread.value());
        if (emails.length < 2) {
            return emails.length == 0 ? List.of() : List.of(new EmailId(emails[0]));
        }
        Walk walk = new Walk();
        record Dated(long date, EmailId email) {}
        List<Dated> dated = new ArrayList<>(emails.length);
        for (long email : emails) {
            walk.goTo(email);
            dated.add(new Dated(walk.receivedSeconds(), new EmailId(email)));
        }
        dated.sort((a, b) -> Long.compare(a.date, b.date)); // stable: then by id
        return dated.stream().map(Dated::email).toList();
    }

    /// Ascending.
    public long[] emailsOf(long thread) {
        long[] emails = index.emailsOf(thread);
        if (others == null) {
            return emails;
        }
        Walk walk = new Walk();
        return Arrays.stream(emails).filter(walk::goTo).toArray();
    }

    @Override
    public Cursor cursor() {
        return new Walk();
    }

    /// Goes from an email to the next one or to any. For one thread.
    public final class Walk implements Cursor {
        private final SortedRows.At at = index.rows();
        private final @Nullable Others few = others;
        private long email;
        private long thread;
        private long date;
        private long[] mailboxes = new long[4];
        private long[] uids = new long[4];
        private int places;

        /// The mailbox and the page looked at last.
        private long lastMailbox;

        private PageDirectory pages = PageDirectory.EMPTY;
        private SeenMarks marks = SeenMarks.NONE;
        private MessagePage page = MessagePage.empty(0);

        @Override
        public boolean next() {
            while (at.isThere()) {
                read();
                if (places > 0) {
                    return true;
                }
            }
            return false;
        }

        public boolean goTo(long wanted) {
            if (!at.seek(wanted)) {
                places = 0;
                return false;
            }
            read();
            return places > 0;
        }

        /// Goes to the first email from an id on; {@link #next} is to be called then.
        public void from(long first) {
            at.seek(first);
        }

        /// Takes all rows of one email.
        private void read() {
            email = at.get(EmailIndex.EMAIL);
            thread = email - at.get(EmailIndex.ABOVE_THREAD);
            places = 0;
            do {
                long mailbox = at.get(EmailIndex.MAILBOX);
                if (few == null || few.visible.contains(mailbox)) {
                    take(mailbox, at.get(EmailIndex.UID));
                }
                at.next();
            } while (at.isThere() && at.get(EmailIndex.EMAIL) == email);
        }

        private void take(long mailbox, long uid) {
            if (places == 0) {
                date = at.get(EmailIndex.DATE);
            }
            if (places == uids.length) {
                mailboxes = Arrays.copyOf(mailboxes, places * 2);
                uids = Arrays.copyOf(uids, places * 2);
            }
            mailboxes[places] = mailbox;
            uids[places++] = uid;
        }

        @Override
        public long email() {
            return email;
        }

        @Override
        public long thread() {
            return thread;
        }

        @Override
        public long receivedSeconds() {
            return date;
        }

        @Override
        public int places() {
            return places;
        }

        @Override
        public long mailbox(int place) {
            return mailboxes[place];
        }

        public long uid(int place) {
            return uids[place];
        }

        @Override
        public long size() {
            return page(0).size(page.placeOf(uids[0]));
        }

        /// The highest of its places.
        public long modSeq() {
            long highest = 0;
            for (int place = 0; place < places; place++) {
                MessagePage of = page(place);
                highest = Math.max(highest, of.modSeq(of.placeOf(uids[place])));
            }
            return highest;
        }

        @Override
        public Flags flags() {
            Flags flags = flags(0);
            for (int place = 1; place < places; place++) {
                flags = flags.plus(flags(place));
            }
            return flags;
        }

        public Flags flags(int place) {
            Flags flags = page(place).flags(page.placeOf(uids[place]));
            if (few == null) {
                return flags;
            }
            return marks.has(uids[place]) ? flags.plusSeen() : flags.minusSeen();
        }

        boolean isUnread() {
            boolean read = false;
            for (int place = 0; place < places; place++) {
                Flags flags = flags(place);
                read |= flags.isSeen() || (flags.systemBits() & DRAFT) != 0;
            }
            return !read;
        }

        private MessagePage page(int place) {
            long mailbox = mailboxes[place];
            int number = MessagePage.numberOf(uids[place]);
            if (mailbox != lastMailbox) {
                MailboxState state = index.state().mailbox(new MailboxId(mailbox)).orElseThrow();
                pages = state.pages();
                if (few != null) {
                    marks = state.readers().of(few.reader).orElse(SeenMarks.NONE);
                }
                lastMailbox = mailbox;
                page = pages.page(pages.indexOfPage(number));
            } else if (page.number() != number) {
                page = pages.page(pages.indexOfPage(number));
            }
            return page;
        }
    }

    public Walk walk() {
        return new Walk();
    }
}
