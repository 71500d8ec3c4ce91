// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.AccountSnapshot.Counts;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.state.EmailIndex.EmailAndThread;

/// How many emails and threads each mailbox has, and how many of them are unread, as
/// {@link Counts} has it. Immutable.
public final class ThreadCounts {
    private final Map<Long, Counts> byMailbox;

    /// The mailbox for deleted messages; 0 for none.
    private final long trash;

    private ThreadCounts(Map<Long, Counts> byMailbox, long trash) {
        this.byMailbox = byMailbox;
        this.trash = trash;
    }

    public Counts of(MailboxId mailbox) {
        return byMailbox.getOrDefault(mailbox.value(), Counts.NONE);
    }

    /// Counts everything.
    public static ThreadCounts of(EmailView emails) {
        long trash = trashOf(emails.index().state());
        Counting counting = new Counting(Map.of(), trash);
        EmailView.Walk walk = emails.walk();
        EmailView.Walk thread = emails.walk();
        SortedRows.At replies = emails.index().replies();
        Set<Long> counted = new HashSet<>();
        while (walk.next()) {
            long id = walk.thread();
            while (replies.isThere() && replies.get(0) < walk.email()) {
                replies.next();
            }
            boolean isAlone = id == walk.email() && !(replies.isThere() && replies.get(0) == id);
            if (isAlone) {
                counting.begin();
                counting.email(walk);
                counting.end(1);
            } else if (counted.add(id)) {
                counting.thread(emails.emailsOf(id), thread, 1);
            }
        }
        return counting.counts();
    }

    /// The counts of another state.
    ///
    /// @param before of which these are the counts
    /// @param changed emails that differ, and whose threads therefore do
    ThreadCounts at(EmailView before, EmailView now, Set<EmailAndThread> changed) {
        if (trashOf(now.index().state()) != trash
                || changed.size() > 100 + now.index().emails() / 16) {
            return of(now);
        }
        if (changed.isEmpty()) {
            return this;
        }
        Counting counting = new Counting(byMailbox, trash);
        EmailView.Walk old = before.walk();
        EmailView.Walk walk = now.walk();
        changed.stream()
                .mapToLong(EmailAndThread::thread)
                .distinct()
                .forEach(thread -> {
                    counting.thread(before.emailsOf(thread), old, -1);
                    counting.thread(now.emailsOf(thread), walk, 1);
                });
        return counting.counts();
    }

    private static long trashOf(AccountState state) {
        Optional<SpecialUse> trash = Optional.of(SpecialUse.TRASH);
        for (MailboxState mailbox : state.mailboxes()) {
            if (mailbox.record().specialUse().equals(trash)) {
                return mailbox.mailbox().value();
            }
        }
        return 0;
    }

    private static final class Counting {
        private final Map<Long, int[]> byMailbox = new HashMap<>();
        private final long trash;

        /// Of the thread that is looked at: each mailbox once.
        private long[] mailboxes = new long[8];

        private int used;
        private boolean unreadElsewhere;
        private boolean unreadInTrash;

        /// 1 where a thread is counted, -1 where it is counted no more.
        private int sign = 1;

        /// Whose counts were asked for last.
        private long lastMailbox;

        private int[] last = new int[4];

        Counting(Map<Long, Counts> begin, long trash) {
            this.trash = trash;
            begin.forEach((mailbox, counts) ->
                    byMailbox.put(
                            mailbox,
                            new int[] {
                                counts.totalEmails(),
                                counts.unreadEmails(),
                                counts.totalThreads(),
                                counts.unreadThreads()
                            }));
        }

        /// @param by 1 to count the thread, -1 to count it no more
        void thread(long[] members, EmailView.Walk walk, int by) {
            begin();
            sign = by;
            for (long email : members) {
                if (walk.goTo(email)) {
                    email(walk);
                }
            }
            end(by);
            sign = 1;
        }

        void begin() {
            used = 0;
            unreadElsewhere = false;
            unreadInTrash = false;
        }

        /// RFC 8621 §2: what lies in Trash is treated as though it were in a thread of its own.
        void email(EmailView.Walk walk) {
            boolean unread = walk.isUnread();
            long last = 0;
            for (int place = 0; place < walk.places(); place++) {
                long mailbox = walk.mailbox(place);
                if (mailbox != last) { // places are ordered by mailbox
                    int[] counts = counts(mailbox);
                    counts[0] += sign;
                    counts[1] += unread ? sign : 0;
                    unreadInTrash |= unread && mailbox == trash;
                    unreadElsewhere |= unread && mailbox != trash;
                    addMailbox(mailbox);
                    last = mailbox;
                }
            }
        }

        private void addMailbox(long mailbox) {
            for (int i = 0; i < used; i++) {
                if (mailboxes[i] == mailbox) {
                    return;
                }
            }
            if (used == mailboxes.length) {
                mailboxes = Arrays.copyOf(mailboxes, used * 2);
            }
            mailboxes[used++] = mailbox;
        }

        void end(int by) {
            for (int i = 0; i < used; i++) {
                int[] counts = counts(mailboxes[i]);
                counts[2] += by;
                if (mailboxes[i] == trash ? unreadInTrash : unreadElsewhere) {
                    counts[3] += by;
                }
            }
        }

        private int[] counts(long mailbox) {
            if (mailbox != lastMailbox) {
                last = byMailbox.computeIfAbsent(mailbox, _ -> new int[4]);
                lastMailbox = mailbox;
            }
            return last;
        }

        ThreadCounts counts() {
            Map<Long, Counts> counts = new HashMap<>();
            byMailbox.forEach((mailbox, c) -> {
                if (c[0] != 0) {
                    counts.put(mailbox, new Counts(c[0], c[1], c[2], c[3]));
                }
            });
            return new ThreadCounts(counts, trash);
        }
    }
}
