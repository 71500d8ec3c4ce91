// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.message.UnavailableException;
import org.pabal.mta.submission.format.v1.CountsOctets;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.smtp.Verdict;
import org.pabal.storage.Space;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

final class AccountRatesTest {
    private final MtaStage stage = new MtaStage(9);
    private final Account alice = stage.directory.account("alice@d.example");

    AccountRatesTest() {
        stage.directory.account("bob@d.example");
    }

    private void limit(int mailsPerHour, int recipientsPerHour, int mailsPerDay, int perDay) {
        stage.accountRates =
                new AccountRates.Limits(mailsPerHour, recipientsPerHour, mailsPerDay, perDay);
        stage.build();
    }

    private Session alice() {
        return stage.submit("alice@d.example", "alice@d.example");
    }

    private void send() {
        String reply = alice().to("bob@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 "), reply);
    }

    @Test
    void mailsOfAnHourAreCounted() {
        limit(2, 100, 100, 100);
        send();
        send();
        stage.clock.advance(Duration.ofMinutes(10));
        assertEquals(
                "450 4.7.1 2 mails an hour are the limit of an account; try again in 50 minutes",
                text(alice().mail));
        assertEquals("accept", text(stage.submit("bob@d.example", "bob@d.example").mail));
        stage.clock.advance(Duration.ofMinutes(50));
        send();
    }

    @Test
    void anAccountCanHaveLimitsOfItsOwn() {
        limit(1, 100, 100, 2);
        stage.directory.limits(
                "alice@d.example",
                new AccountLimits(
                        OptionalLong.of(3),
                        OptionalLong.of(4),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        send();
        send();
        send();
        assertTrue(text(alice().mail).startsWith("450 4.7.1 3 mails an hour "));
        stage.clock.advance(Duration.ofHours(1));
        Session session = alice().to("bob@d.example");
        assertTrue(text(session.rcpt("y@remote.example")).contains(" 4 recipients a day "));
        assertTrue(
                text(stage.submit("bob@d.example", "bob@d.example")
                                .to("alice@d.example", "x@remote.example")
                                .rcpt("y@remote.example"))
                        .contains(" 2 recipients a day "));
    }

    @Test
    void anAccountCanHaveALimitOfTheSizeOfItsMessages() {
        limit(100, 100, 100, 100);
        stage.directory.limits(
                "alice@d.example",
                new AccountLimits(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(MESSAGE.length())));
        send();
        assertEquals(
                "552 5.3.4 Message is larger than your account may send",
                alice().to("bob@d.example").send(MESSAGE + "x\r\n"));
        assertTrue(
                stage.submit("bob@d.example", "bob@d.example")
                        .to("alice@d.example")
                        .send(MESSAGE.replace("alice@", "bob@") + "more\r\n")
                        .startsWith("250 "));
    }

    @Test
    void recipientsOfAnHourAreCountedAndThoseBeforeStillWork() {
        limit(100, 2, 100, 100);
        Session session = alice().to("bob@d.example", "x@remote.example");
        assertTrue(
                text(session.rcpt("y@remote.example"))
                        .startsWith("450 4.7.1 2 recipients an hour "));
        assertTrue(session.send(MESSAGE).startsWith("250 "));
    }

    @Test
    void aRestartGivesNothingBack() {
        limit(100, 100, 3, 100);
        send();
        send();
        stage.restart();
        stage.clock.advance(Duration.ofHours(2));
        send();
        stage.restart();
        assertEquals(
                "450 4.7.1 3 mails a day are the limit of an account; try again in 13 hours",
                text(alice().mail));
        stage.clock.advance(Duration.ofDays(1));
        send();
    }

    @Test
    void recipientsOfADayAreCounted() {
        limit(100, 100, 100, 1);
        send();
        stage.clock.advance(Duration.ofHours(1));
        assertTrue(text(alice().rcpt("bob@d.example")).startsWith("450 4.7.1 1 recipients a day "));
    }

    @Test
    void whatComesToNothingCountsForNothing() {
        limit(1, 2, 100, 100);
        alice().to("bob@d.example").reset();
        alice().to("bob@d.example").breakOff(MESSAGE);
        assertTrue(alice().to("bob@d.example").send("junk\r\n\r\n").startsWith("550 "));
        assertTrue(text(stage.submit("alice@d.example", "bob@d.example").mail).startsWith("553 "));
        stage.directory.down(true);
        Session session = stagedWhileDown();
        stage.directory.down(false);
        session.reset();
        send();
        assertTrue(text(alice().mail).startsWith("450 4.7.1 1 mails an hour "));
    }

    /// A recipient about whom the directory cannot tell.
    private Session stagedWhileDown() {
        stage.directory.down(false);
        Session session = alice();
        stage.directory.down(true);
        assertThrows(UnavailableException.class, () -> session.rcpt("bob@d.example"));
        return session;
    }

    @Test
    void manySessionsAtOnceGetNoMoreThanOne() throws InterruptedException {
        FakeStorage storage = new FakeStorage();
        FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
        AccountRates rates =
                new AccountRates(new AccountRates.Limits(10, 100, 100, 100), storage, clock);
        AtomicInteger accepted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                AccountRates.Sending sending = rates.begin(alice);
                                if (sending.mail().equals(Verdict.ACCEPT)) {
                                    accepted.incrementAndGet();
                                    sending.keep();
                                }
                                sending.giveBack();
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(10, accepted.get());
    }

    @Test
    void memoryIsBoundedAndForgetsNothingThatWasCommitted() {
        limit(1, 100, 100, 100);
        send();
        FakeStorage storage = stage.storage;
        AccountRates rates = new AccountRates(stage.accountRates, storage, stage.clock);
        for (int i = 1; i <= 50_000; i++) {
            rates.begin(alice.withId(new AccountId(1_000 + i))).giveBack();
        }
        assertTrue(rates.accountsInMemory() <= 20_001, "accounts " + rates.accountsInMemory());
        assertTrue(rates.begin(alice).mail() instanceof Verdict.Refuse);
    }

    /// THREATS A13 in spirit: what cannot be known is neither right nor wrong.
    @Test
    void aStoreThatCannotTellIsATemporaryTrouble() {
        stage.storage.close();
        assertThrows(UnavailableException.class, this::alice);
    }

    @Test
    void brokenCountsAreBegunAnew() {
        CountsOctets counts = new CountsOctets(1, 2, 3, 4, 5, 6);
        assertEquals(counts, CountsOctets.decode(counts.encode()));
        assertThrows(
                IllegalArgumentException.class, () -> CountsOctets.decode(new byte[] {1, 2, 3}));
        stage.storage.commit(
                new org.pabal.storage.Commit(
                        java.util.UUID.randomUUID(),
                        List.of(
                                org.pabal.storage.SpaceChanges.of(
                                        Space.Shared.COUNTERS,
                                        List.of(
                                                new org.pabal.storage.Change.Put(
                                                        CountsOctets.key(alice.id().value()),
                                                        new byte[] {9}))))));
        send();
    }
}
