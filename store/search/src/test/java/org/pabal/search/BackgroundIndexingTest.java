// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.search.IndexEqualsScanTest.plain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.TextIndex.Where;
import org.pabal.mailbox.UidSet;
import org.pabal.message.mime.UnicodeCasemap;
import org.pabal.search.Backlog.Task;
import org.pabal.search.Backlog.Work;

/// The indexing thread at work: when it begins, and what searches see meanwhile.
@Timeout(60)
class BackgroundIndexingTest {
    @TempDir private Path directory;

    private SearchConfig config(int batch, Duration patience) {
        return new SearchConfig(directory, batch, patience, 1 << 20, 2, 3);
    }

    @Test
    void anAccountIsDueWithABatchOfMessages() throws Exception {
        Backlog backlog = new Backlog(config(3, Duration.ofDays(1)));
        backlog.arrived(7, 2);
        backlog.arrived(8, 3);
        backlog.arrived(8, 3);
        assertThat(backlog.next()).contains(new Task(8, Work.UPDATE, false));
        backlog.arrived(7, 1);
        assertThat(backlog.next()).contains(new Task(7, Work.UPDATE, false));
        assertThat(backlog.size()).isZero();
    }

    @Test
    void anAccountIsDueWhenItsFirstMessageHasWaited() throws Exception {
        Backlog backlog = new Backlog(config(100, Duration.ofMillis(1)));
        backlog.arrived(7, 1);
        backlog.arrived(8, 1);
        assertThat(backlog.next()).contains(new Task(7, Work.UPDATE, false));
        assertThat(backlog.next()).contains(new Task(8, Work.UPDATE, false));
    }

    @Test
    void whatIsAskedForComesFirstAndOnceAndTheMostOfIt() throws Exception {
        Backlog backlog = new Backlog(config(1, Duration.ofDays(1)));
        backlog.arrived(7, 1);
        backlog.ask(9, Work.UPDATE);
        backlog.ask(9, Work.REBUILD);
        backlog.ask(9, Work.VERIFY);
        assertThat(backlog.next()).contains(new Task(9, Work.REBUILD, true));
        assertThat(backlog.next()).contains(new Task(7, Work.UPDATE, false));
        backlog.close();
        assertThat(backlog.next()).isEqualTo(Optional.empty());
    }

    /// A search asks for the index; every later one sees more of it, and none ever anything wrong.
    @Test
    void searchesDuringArrivalsAndExpunges() throws Exception {
        Random random = new Random(11);
        RandomMail mail = new RandomMail(new Random(12));
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (TestAccount account = new TestAccount(config(5, Duration.ofMillis(20)))) {
            account.indexes.start();
            Thread arrivals =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 120; i++) {
                                        account.append(mail.message(2));
                                        if (i % 10 == 9) {
                                            account.expunge(oldest(account, 3));
                                        }
                                    }
                                } catch (RuntimeException | Error failed) {
                                    failure.set(failed);
                                } finally {
                                    done.set(true);
                                }
                            });
            int searches = 0;
            RandomMail needles = new RandomMail(random);
            while (!done.get() || searches < 30) {
                String needle = UnicodeCasemap.fold(needles.needles(1).getFirst());
                if (!needle.isEmpty()) {
                    account.compare(Where.MESSAGE, needle, "search " + searches++);
                }
            }
            arrivals.join();
            assertThat(failure.get()).isNull();
            account.append(plain("last", "the last one"));
            while (account.compare(Where.BODY, "\uFFFE\uFFFE", "") > 4) {
                account.append(plain("more", "brings a batch together"));
                Thread.onSpinWait();
            }
            assertThat(account.indexes.status().discarded()).isZero();
        }
    }

    private static UidSet oldest(TestAccount account, int count) {
        MailboxSnapshot snapshot = account.snapshot();
        UidSet.Builder uids = new UidSet.Builder();
        for (int i = 0; i < Math.min(count, snapshot.count()); i++) {
            uids.add(snapshot.uid(i));
        }
        return uids.build();
    }

    /// What is gone is cleared away when it is more than what is there.
    @Test
    void theIndexOfAMailboxThatWasEmptiedShrinks() throws Exception {
        try (TestAccount account = new TestAccount(config(5, Duration.ofDays(1)))) {
            for (int i = 0; i < 1_300; i++) {
                account.append(plain("s" + i, "text number " + i));
            }
            account.index(Work.UPDATE);
            assertThat(account.indexes.status(account.mailboxes).documents()).isEqualTo(1_300);
            account.expunge(oldest(account, 1_250));
            account.awaitReclaimed();
            account.append(plain("new", "text number one"));
            account.index(Work.UPDATE);
            assertThat(account.indexes.status(account.mailboxes).documents()).isEqualTo(51);
            assertThat(account.compare(Where.BODY, "129", "")).isZero();
            assertThat(account.compare(Where.BODY, "ONE", "")).isZero();
        }
    }

    @Test
    void anOperatorRebuildsAnIndex() throws Exception {
        try (TestAccount account = new TestAccount(config(5, Duration.ofDays(1)))) {
            account.append(plain("a", "text"));
            account.index(Work.UPDATE);
            account.indexes.rebuild(account.mailboxes.account().id());
            assertThat(account.indexes.status(account.mailboxes).documents()).isZero();
            assertThat(account.compare(Where.BODY, "TEX", "")).isEqualTo(1);
            account.index(Work.REBUILD);
            assertThat(account.compare(Where.BODY, "TEX", "")).isZero();
        }
    }
}
