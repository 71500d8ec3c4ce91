// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.storage.testing.FakeStorage;

/// A mailbox store and what learns from it, over the fake engine, with a clock that stands until it is
/// moved. Learning has no thread: a test says when.
final class Classroom implements AutoCloseable {
    FakeStorage storage = new FakeStorage();
    StoredMailboxes mailboxes;
    Learning learning;
    final Set<AccountId> gone = new TreeSet<>((a, b) -> Long.compare(a.value(), b.value()));
    private final LearningConfig config;
    private final AtomicLong seconds =
            new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").getEpochSecond());
    private final AtomicLong keys = new AtomicLong();
    private int starts;

    private final BiFunction<Classroom, InstantSource, WordListener> listeners;

    Classroom(LearningConfig config) {
        this(config, (_, _) -> WordListener.NOBODY);
    }

    /// @param listeners makes who hears what is said, at each start
    Classroom(LearningConfig config, BiFunction<Classroom, InstantSource, WordListener> listeners) {
        this.config = config;
        this.listeners = listeners;
        open();
    }

    private void open() {
        InstantSource clock = () -> Instant.ofEpochSecond(seconds.get());
        mailboxes = new StoredMailboxes(storage, clock, MailboxConfig.defaults());
        learning =
                new Learning(
                        storage,
                        mailboxes,
                        new Learners() {
                            @Override
                            public Optional<Account> find(AccountId id) {
                                return gone.contains(id)
                                        ? Optional.empty()
                                        : Optional.of(account(id.value()));
                            }

                            @Override
                            public List<Account> all() {
                                return List.of(account(1), account(2), account(3));
                            }
                        },
                        config,
                        listeners.apply(this, clock),
                        clock,
                        new Random(7 + starts++));
        mailboxes.listen(learning);
    }

    void crash() {
        StoredMailboxes killed = mailboxes;
        storage = storage.reopened();
        killed.close();
        open();
    }

    void pass(Duration time) {
        seconds.addAndGet(time.toSeconds());
    }

    /// Learns all that may be learnt today.
    void learnAll(long account) {
        Learning.Rest rest = Learning.Rest.MORE;
        while (rest == Learning.Rest.MORE) {
            rest = learning.learnFrom(new AccountId(account));
        }
        boolean more = true;
        while (more) {
            more = learning.countVotes();
        }
    }

    static Account account(long id) {
        return new Account(
                new AccountId(id),
                Address.of("user" + id + "@example.org"),
                "",
                Language.ENGLISH,
                OptionalLong.empty(),
                true);
    }

    AccountMailboxes open(long id) {
        return mailboxes.open(account(id));
    }

    static MailboxId id(AccountMailboxes account, String name) {
        return account.find(MailboxName.of(name)).orElseThrow().id();
    }

    static byte[] text(String subject) {
        return ("From: a@example.net\r\nSubject: "
                        + subject
                        + "\r\n\r\nText about "
                        + subject
                        + " and what belongs to it.\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    StagedMessage stage(String subject) {
        return stage(text(subject));
    }

    StagedMessage stage(byte[] octets) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            return intake.finish();
        }
    }

    NewMessage message(String subject, String... flags) {
        return new NewMessage(
                stage(subject), Flags.of(flags), Instant.ofEpochSecond(seconds.get()));
    }

    /// @return its UID
    long deliver(long account, String mailbox, String subject) {
        return deliver(account, mailbox, stage(subject));
    }

    long deliver(long account, String mailbox, StagedMessage message) {
        Filing filing =
                new Filing(
                        account(account),
                        MailboxName.of(mailbox),
                        message,
                        Flags.NONE,
                        Instant.ofEpochSecond(seconds.get()),
                        "key-" + keys.incrementAndGet());
        return ((FilingOutcome.Filed) mailboxes.file(List.of(filing), List.of()))
                .places()
                .getFirst()
                .uid();
    }

    String learnt(long account) {
        LearningStatus status = learning.status(new AccountId(account));
        return status.spam() + " spam " + status.ham() + " ham";
    }

    String learntByAll() {
        LearningStatus status = learning.status();
        return status.spam() + " spam " + status.ham() + " ham";
    }

    @Override
    public void close() {
        learning.close();
        mailboxes.close();
        storage.close();
    }
}
