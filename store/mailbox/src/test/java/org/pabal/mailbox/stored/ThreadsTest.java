// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.storage.Space;

/// Which messages are one thread. RFC 8621 §3.
class ThreadsTest {
    private final TestStore store = new TestStore();
    private final AccountMailboxes account = store.open(1);

    @AfterEach
    void close() {
        store.close();
    }

    private NewMessage message(String header) {
        byte[] octets = (header + "\r\n\r\nText\r\n").getBytes(StandardCharsets.US_ASCII);
        return new NewMessage(store.stage(octets), Flags.NONE, store.clock().instant());
    }

    /// @return its thread
    private long append(String header) {
        account.append(id(account, "INBOX"), List.of(message(header)));
        return account.state().emails().find(account.newest()).orElseThrow().thread().value();
    }

    private long links() {
        var range = RecordKeys.threads();
        return store.storage.scan(Space.account(1), range.from(), range.to(), 1_000).size();
    }

    @Test
    void whoNamesAMessageOfTheSameSubjectIsInItsThread() {
        assertThat(append("Message-ID: <a@x>\r\nSubject: Lunch")).isEqualTo(1);
        assertThat(append("Message-ID: <b@x>\r\nSubject: Re: Lunch\r\nIn-Reply-To: <a@x>"))
                .isEqualTo(1);
        assertThat(append("Message-ID: <c@x>\r\nSubject: Fwd: lunch\r\nReferences: <a@x> <b@x>"))
                .isEqualTo(1);
        assertThat(append("Message-ID: <d@x>\r\nSubject: Dinner\r\nIn-Reply-To: <a@x>"))
                .as("another subject")
                .isEqualTo(4);
        assertThat(append("Message-ID: <e@x>\r\nSubject: Lunch")).as("no reply").isEqualTo(5);
        assertThat(append("Message-ID: <a@x>\r\nSubject: Lunch")).as("once more").isEqualTo(1);
        assertThat(append("Subject: Lunch\r\nIn-Reply-To: Your mail of Monday"))
                .as("names nothing")
                .isEqualTo(7);
    }

    @Test
    void aReplyThatComesFirstAwaitsWhatItAnswers() {
        assertThat(append("Message-ID: <c@x>\r\nSubject: Re: s\r\nReferences: <a@x> <b@x>"))
                .isEqualTo(1);
        assertThat(append("Message-ID: <a@x>\r\nSubject: s")).isEqualTo(1);
        assertThat(append("Message-ID: <b@x>\r\nSubject: Re: s\r\nIn-Reply-To: <a@x>"))
                .isEqualTo(1);
    }

    @Test
    void threadsListTheirEmailsByDate() {
        append("Message-ID: <b@x>\r\nSubject: Re: s\r\nIn-Reply-To: <a@x>");
        NewMessage early =
                new NewMessage(
                        message("Message-ID: <a@x>\r\nSubject: s").message(),
                        Flags.NONE,
                        store.clock().instant().minus(Duration.ofHours(1)));
        account.append(id(account, "Archive"), List.of(early));

        assertThat(account.state().emails().thread(new ThreadId(1)))
                .containsExactly(new EmailId(2), new EmailId(1));
        assertThat(account.state().emails().thread(new ThreadId(2))).isEmpty();
    }

    @Test
    void aThreadIsKeptWhereverAMessageGoesAndOutlivesItsFirst() {
        append("Message-ID: <a@x>\r\nSubject: s");
        append("Message-ID: <b@x>\r\nSubject: Re: s\r\nIn-Reply-To: <a@x>");
        account.move(id(account, "INBOX"), UidSet.of(2), id(account, "Archive"));
        account.remove(id(account, "INBOX"), UidSet.of(1));

        assertThat(account.state().emails().thread(new ThreadId(1)))
                .containsExactly(new EmailId(2));
        assertThat(append("Message-ID: <c@x>\r\nSubject: Re: s\r\nIn-Reply-To: <b@x>"))
                .isEqualTo(1);
    }

    @Test
    void linksGoWithTheLastMessageThatHasThem() {
        append("Message-ID: <a@x>\r\nSubject: s");
        append("Message-ID: <b@x>\r\nSubject: Re: s\r\nIn-Reply-To: <a@x>");
        assertThat(links()).isEqualTo(2);
        long version = store.storage.version(Space.account(1));
        account.remove(id(account, "INBOX"), UidSet.of(1));
        store.awaitVersion(Space.account(1), version + 2); // the expunge, the reclaiming
        assertThat(links()).isEqualTo(2);
        account.remove(id(account, "INBOX"), UidSet.of(2));
        store.awaitVersion(Space.account(1), version + 4);
        assertThat(links()).isZero();
    }

    @Test
    void anotherAccountHasThreadsOfItsOwn() {
        AccountMailboxes other = store.open(2);
        other.append(id(other, "INBOX"), List.of(message("Subject: other")));
        append("Message-ID: <a@x>\r\nSubject: s");
        append("Message-ID: <b@x>\r\nSubject: Re: s\r\nIn-Reply-To: <a@x>");
        account.copy(
                id(account, "INBOX"),
                TestStore.range(1, 2),
                new Destination(other, id(other, "INBOX"), Rights.ALL));

        assertThat(other.state().emails().thread(new ThreadId(2)))
                .containsExactly(new EmailId(2), new EmailId(3));
    }

    @Test
    void commitsInFlightKnowEachOther() throws Exception {
        int each = 8;
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            NewMessage message =
                    message("Message-ID: <" + i + "@x>\r\nSubject: s\r\nReferences: <a@x>");
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    begin.await();
                                } catch (InterruptedException e) {
                                    return;
                                }
                                account.append(id(account, "INBOX"), List.of(message));
                            }));
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(account.state().emails().thread(new ThreadId(1))).hasSize(each);
        assertThat(store.mailboxes.check(account(1).id(), CheckReport.Mode.LOOK).findings())
                .isEmpty();
    }
}
