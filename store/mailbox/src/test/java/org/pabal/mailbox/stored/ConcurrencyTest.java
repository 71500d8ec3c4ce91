// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;
import static org.pabal.mailbox.stored.TestStore.range;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome.Filed;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.SnapshotDelta;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

/// Many threads on few accounts.
class ConcurrencyTest {
    private static final int THREADS = 8;
    private static final int EACH = 40;

    private final Set<Long> uids = ConcurrentHashMap.newKeySet();

    @Test
    void deliveriesFlagsAndExpungesOfOneAccount() throws Exception {
        // A small cache, so that the account is dropped and read again in between.
        try (TestStore store = new TestStore(TestStore.config(100, 20, 40))) {
            AccountMailboxes account = store.open(1);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> deliver(store, thread));
            }
            tasks.add(() -> flagAndExpunge(account, 1));
            tasks.add(() -> flagAndExpunge(account, 2));
            tasks.add(() -> follow(account));
            int expunged = run(tasks);

            assertThat(uids).hasSize(THREADS * EACH);
            assertThat(inbox(account).uidNext()).isEqualTo(THREADS * EACH + 1);
            assertThat(inbox(account).count()).isEqualTo(THREADS * EACH - expunged);
            store.restart();
            assertThat(inbox(store.open(1)).count()).isEqualTo(THREADS * EACH - expunged);
        }
    }

    private static int run(List<Callable<Integer>> tasks) throws Exception {
        int sum = 0;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : pool.invokeAll(tasks)) {
                sum += done.get();
            }
        }
        return sum;
    }

    private int deliver(TestStore store, int thread) {
        for (int i = 0; i < EACH; i++) {
            Place place = store.deliver(account(1), "INBOX", "m" + thread + "-" + i);
            assertThat(uids.add(place.uid())).isTrue();
        }
        return 0;
    }

    private static int flagAndExpunge(AccountMailboxes account, long seed) {
        Random random = new Random(seed);
        MailboxId inbox = id(account, "INBOX");
        int expunged = 0;
        for (int i = 0; i < EACH; i++) {
            long uid = 1 + random.nextInt(THREADS * EACH);
            account.store(
                    inbox,
                    range(uid, uid + 2),
                    new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                    OptionalLong.empty());
            expunged += (int) account.expunge(inbox, Optional.empty()).expunged().size();
        }
        return expunged;
    }

    /// A session that follows by deltas always knows what the newest snapshot says.
    private static int follow(AccountMailboxes account) {
        MailboxSnapshot known = inbox(account);
        List<Long> list = new ArrayList<>(TestStore.uids(known));
        for (int i = 0; i < 300; i++) {
            MailboxSnapshot now = inbox(account);
            assertThat(now.highestModSeq()).isGreaterThanOrEqualTo(known.highestModSeq());
            SnapshotDelta delta = now.since(known);
            for (int at = delta.expunged().length - 1; at >= 0; at--) {
                list.remove(delta.expunged()[at]);
            }
            for (int index = delta.firstArrived(); index < now.count(); index++) {
                list.add(now.uid(index));
            }
            assertThat(list).isEqualTo(TestStore.uids(now));
            known = now;
            Thread.yield();
        }
        return 0;
    }

    /// Each message goes to two accounts at once, in every order, while commits fail now and then.
    @Test
    void filingsOverTwoAccountsAreInBothOrInNone() throws Exception {
        try (TestStore store = new TestStore()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            Set<String> filed = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 6; i++) {
                int thread = i;
                tasks.add(() -> fileToTwo(store, thread, filed));
            }
            tasks.add(() -> {
                for (int i = 0; i < 10; i++) {
                    store.storage.failNextCommits(
                            1, new StorageException.Unavailable("now and then"));
                    Thread.yield();
                }
                return 0;
            });
            run(tasks);
            store.storage.stopFailing();

            List<Set<String>> subjects = new ArrayList<>();
            for (long id = 1; id <= 4; id++) {
                subjects.add(subjects(store.open(id)));
            }
            for (String subject : filed) {
                String[] parts = subject.split(" ");
                assertThat(subjects.get(Integer.parseInt(parts[1]) - 1)).contains(subject);
                assertThat(subjects.get(Integer.parseInt(parts[2]) - 1)).contains(subject);
            }
            int stored = subjects.stream().mapToInt(Set::size).sum();
            assertThat(stored).isEqualTo(filed.size() * 2);
        }
    }

    private static int fileToTwo(TestStore store, int thread, Set<String> filed) {
        Random random = new Random(thread);
        for (int i = 0; i < 30; i++) {
            int one = 1 + random.nextInt(4);
            int two = 1 + (one + random.nextInt(3)) % 4;
            String subject = "s" + thread + "-" + i + " " + one + " " + two;
            StagedMessage message = store.stage(subject);
            List<Filing> filings =
                    List.of(
                            store.filing(account(one), "INBOX", message, subject + one),
                            store.filing(account(two), "INBOX", message, subject + two));
            try {
                assertThat(store.mailboxes.file(filings, List.of())).isInstanceOf(Filed.class);
                filed.add(subject);
            } catch (UnavailableException expected) {
                // nothing of it may be there: the sum at the end tells
            }
        }
        return 0;
    }

    private static Set<String> subjects(AccountMailboxes account) {
        MailboxSnapshot snapshot = inbox(account);
        Set<String> subjects = new HashSet<>();
        for (int i = 0; i < snapshot.count(); i++) {
            account.messages(List.of(snapshot.email(i)))
                    .forEach(message -> subjects.add(message.text(StoredMessage.Text.SUBJECT)));
        }
        assertThat(subjects).hasSize(snapshot.count());
        return subjects;
    }

    @Test
    void aWatchedAccountIsNeverForgotten() throws Exception {
        try (TestStore store = new TestStore(TestStore.config(100, 20, 1))) {
            List<String> told = new ArrayList<>();
            watch(store, told);
            for (long id = 2; id < 40; id++) {
                store.deliver(account(id), "INBOX", "others");
            }
            System.gc();
            store.deliver(account(1), "INBOX", "watched");
            assertThat(told).isNotEmpty();
        }
    }

    @SuppressWarnings("MustBeClosed")
    private static void watch(TestStore store, List<String> told) {
        store.open(1).watch(mailbox -> told.add("changed"));
    }
}
