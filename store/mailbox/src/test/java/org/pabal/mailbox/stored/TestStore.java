// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.message.Address;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;

/// A mailbox store over the fake engine, with a clock that stands until it is moved.
final class TestStore implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final MailboxConfig CONFIG =
            MailboxConfig.defaults().withSharingWithAnyone(true).withKeepDeleted(Duration.ZERO);

    FakeStorage storage;
    StoredMailboxes mailboxes;
    private final MailboxConfig config;
    private final AtomicLong seconds = new AtomicLong(START.getEpochSecond());
    private final AtomicLong keys = new AtomicLong();

    TestStore() {
        this(CONFIG);
    }

    TestStore(MailboxConfig config) {
        this.config = config;
        this.storage = new FakeStorage();
        this.mailboxes = new StoredMailboxes(storage, clock(), config);
    }

    static MailboxConfig config(int maxMailboxes, int maxLogEntries, long cachedMessages) {
        return CONFIG.withMaxMailboxes(maxMailboxes, CONFIG.maxSubscriptions())
                .withMaxLogEntries(maxLogEntries)
                .withCachedMessages(cachedMessages);
    }

    InstantSource clock() {
        return () -> Instant.ofEpochSecond(seconds.get());
    }

    void pass(Duration time) {
        seconds.addAndGet(time.toSeconds());
    }

    /// The same contents as a server finds them that starts anew.
    void restart() {
        mailboxes.close();
        storage = storage.reopened();
        mailboxes = new StoredMailboxes(storage, clock(), config);
    }

    /// The same contents as a server finds them that was killed.
    void crash() {
        StoredMailboxes killed = mailboxes;
        storage = storage.reopened();
        killed.close();
        mailboxes = new StoredMailboxes(storage, clock(), config);
    }

    /// The same contents as a server finds them that was killed while it wrote a commit down: that one
    /// never was.
    void killDuring(Runnable work) {
        FakeStorage dying = storage;
        StoredMailboxes killed = mailboxes;
        dying.holdCommits();
        Thread worker = Thread.ofVirtual().start(() -> outcomeIsLost(work));
        while (dying.pending() == 0 && worker.isAlive()) {
            Thread.onSpinWait();
        }
        storage = dying.killed();
        mailboxes = new StoredMailboxes(storage, clock(), config);
        dying.failNextCommits(new StorageException.Unavailable("killed"));
        dying.release();
        join(worker);
        killed.close();
        dying.close();
    }

    private static void outcomeIsLost(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException killed) {
            // nobody is there to hear it
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException over) {
            throw new AssertionError(over);
        }
    }

    /// Waits for what a thread of the store does.
    void awaitVersion(Space space, long version) {
        while (storage.version(space) < version) {
            Thread.onSpinWait();
        }
    }

    static Account account(long id) {
        return account(id, OptionalLong.empty());
    }

    static Account account(long id, OptionalLong quota) {
        return new Account(
                new AccountId(id),
                Address.of("user" + id + "@example.org"),
                "",
                Language.ENGLISH,
                quota,
                true);
    }

    AccountMailboxes open(long id) {
        return mailboxes.open(account(id));
    }

    static byte[] octets(String subject, int size) {
        StringBuilder text =
                new StringBuilder("From: a@example.org\r\nSubject: " + subject + "\r\n\r\n");
        while (text.length() < size) {
            text.append('x');
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    StagedMessage stage(byte[] octets) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            return intake.finish();
        }
    }

    StagedMessage stage(String subject) {
        return stage(octets(subject, 0));
    }

    NewMessage message(String subject, String... flags) {
        return new NewMessage(
                stage(subject), Flags.of(flags), Instant.ofEpochSecond(seconds.get()));
    }

    Filing filing(Account account, String mailbox, StagedMessage message, String key) {
        return new Filing(
                account,
                MailboxName.of(mailbox),
                message,
                Flags.NONE,
                Instant.ofEpochSecond(seconds.get()),
                key);
    }

    /// Files a message under a key of its own.
    FilingOutcome.Place deliver(Account account, String mailbox, String subject) {
        Filing filing = filing(account, mailbox, stage(subject), "key-" + keys.incrementAndGet());
        return ((FilingOutcome.Filed) mailboxes.file(List.of(filing), List.of()))
                .places()
                .getFirst();
    }

    static MailboxId id(AccountMailboxes account, String name) {
        return account.find(MailboxName.of(name)).orElseThrow().id();
    }

    static MailboxSnapshot inbox(AccountMailboxes account) {
        return account.snapshot(id(account, "INBOX")).orElseThrow();
    }

    static UidSet range(long first, long last) {
        return UidSet.ofRanges(List.of(new UidSet.Range(first, last)));
    }

    static List<Long> uids(MailboxSnapshot snapshot) {
        return java.util.stream.IntStream.range(0, snapshot.count())
                .mapToObj(snapshot::uid)
                .toList();
    }

    @Override
    public void close() {
        mailboxes.close();
        storage.close();
    }
}
