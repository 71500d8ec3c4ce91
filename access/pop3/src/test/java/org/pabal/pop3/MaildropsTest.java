// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.directory.Account;
import org.pabal.directory.AccountSessions;
import org.pabal.message.UnavailableException;
import org.pabal.pop3.Maildrops.Opening;
import org.pabal.pop3.Maildrops.Sharing;
import org.pabal.storage.StorageException;

/// Who has a maildrop, and what becomes of it at the end (THREATS P02, P03).
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MaildropsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Pop3Stage stage;

    MaildropsTest() throws IOException {
        stage = new Pop3Stage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private Maildrops maildrops(int sessions, Duration patience) {
        return new Maildrops(
                stage.store, new AccountSessions(sessions), Sharing.EXCLUSIVE, patience);
    }

    private Account alice() {
        return stage.directory.account("alice@example.org");
    }

    private static Maildrop opened(Opening opening) {
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        return ((Opening.Opened) opening).maildrop();
    }

    private static Runnable end() {
        return new Runnable() {
            @Override
            public void run() {}
        };
    }

    @Test
    void oneOfManyHasItAtATime() throws Exception {
        Maildrops maildrops = maildrops(100, LONG);
        AtomicInteger within = new AtomicInteger();
        List<Future<Boolean>> sessions = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                sessions.add(
                        pool.submit(() -> {
                            Maildrop maildrop = opened(maildrops.open(alice(), end()));
                            boolean alone = within.incrementAndGet() == 1;
                            Thread.yield();
                            within.decrementAndGet();
                            maildrop.close();
                            maildrop.close(); // no harm
                            return alone;
                        }));
            }
        }
        for (Future<Boolean> session : sessions) {
            assertThat(session.get()).isTrue();
        }
    }

    @Test
    void whoWaitsInVainGivesHisPlaceBack() throws Exception {
        Maildrops maildrops = maildrops(2, Duration.ofMillis(5));
        Maildrop first = opened(maildrops.open(alice(), end()));
        for (int i = 0; i < 5; i++) {
            assertThat(maildrops.open(alice(), end())).isInstanceOf(Opening.InUse.class);
        }
        first.close();
        opened(maildrops.open(alice(), end())).close();
    }

    @Test
    void sessionsOfAnAccountAreCounted() throws Exception {
        Maildrops maildrops =
                new Maildrops(
                        stage.store, new AccountSessions(2), Sharing.SNAPSHOTS, Duration.ZERO);
        Maildrop first = opened(maildrops.open(alice(), end()));
        opened(maildrops.open(alice(), end()));
        assertThat(maildrops.open(alice(), end())).isInstanceOf(Opening.TooManySessions.class);
        first.close();
        opened(maildrops.open(alice(), end()));
    }

    @Test
    void aMaildropThatCannotBeOpenedIsNotLocked() throws Exception {
        Maildrops maildrops = maildrops(1, Duration.ZERO);
        stage.storage.failNextCommits(1, new StorageException.Unavailable("disk is away"));
        assertThatThrownBy(() -> maildrops.open(alice(), end())) // its first mailboxes are made
                .isInstanceOf(UnavailableException.class);
        opened(maildrops.open(alice(), end())).close();
    }

    /// What a crash leaves at each step of QUIT: the commit either is on disk or it is not.
    @Test
    void quitIsOneCommit() throws Exception {
        stage.fill("alice", 300);
        Maildrop maildrop = opened(maildrops(1, Duration.ZERO).open(alice(), end()));
        for (int message = 1; message <= 300; message += 2) {
            maildrop.delete(message);
        }
        stage.storage.holdCommits();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> update = pool.submit(maildrop::update);
            while (stage.storage.pending() < 1) {
                Thread.onSpinWait();
            }
            assertThat(Pop3Stage.inbox(stage.account("alice")).count()).isEqualTo(300);
            assertThat(update.isDone()).isFalse();
            stage.storage.release(1);
            assertThat(update.get()).isEqualTo(150);
            assertThat(Pop3Stage.inbox(stage.account("alice")).count()).isEqualTo(150);
            stage.storage.release();
        }
        stage.restart();
        assertThat(Pop3Stage.inbox(stage.account("alice")).count()).isEqualTo(150);
    }

    @Test
    void aFailedQuitLeavesAllAndCanBeTriedAgain() throws Exception {
        stage.fill("alice", 3);
        Maildrops maildrops = maildrops(1, Duration.ZERO);
        Maildrop maildrop = opened(maildrops.open(alice(), end()));
        maildrop.delete(1);
        maildrop.delete(2);
        stage.storage.failNextCommits(1, new StorageException.Full("no room"));
        assertThatThrownBy(maildrop::update).isInstanceOf(UnavailableException.class);
        maildrop.close();
        assertThat(stage.uids("alice", "")).isEqualTo("1,2,3");
        Maildrop next = opened(maildrops.open(alice(), end()));
        next.delete(1);
        assertThat(next.update()).isEqualTo(1);
        assertThat(stage.uids("alice", "")).isEqualTo("2,3");
    }

    /// STAT, LIST and UIDL of 100,000 messages come from memory.
    @Test
    void largeMaildropsAreListedWithoutTheStore() throws Exception {
        stage.fill("alice", 100_000);
        try (Talk talk = Talk.loggedIn(stage)) {
            stage.storage.close(); // every read fails from here on
            assertThat(talk.answer("STAT")).startsWith("+OK 100000 ");
            assertThat(talk.lines("LIST")).hasSize(100_000);
            List<String> ids = talk.lines("UIDL");
            assertThat(ids).hasSize(100_000);
            assertThat(ids.getLast()).endsWith(".100000");
            assertThat(talk.answer("RETR 1")).startsWith("-ERR [SYS/TEMP]");
            assertThat(talk.answer("NOOP")).startsWith("+OK");
        }
    }
}
