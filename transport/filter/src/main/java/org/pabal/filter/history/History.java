// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.filter.Experience;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.SourceMark;
import org.pabal.filter.history.format.v1.DatedSet;
import org.pabal.filter.history.format.v1.People;
import org.pabal.filter.learning.WordListener;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.MessageIds;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.reading.NamedAddress;
import org.pabal.spam.statistics.Kind;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mail of before: the package's description tells what of it is remembered. Safe for use by many
/// threads.
public final class History implements Experience, StoreListener, WordListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /// What a crash may lose.
    private static final long BETWEEN_WRITES_SECONDS = 30;

    private static final int MOST_CORRESPONDENTS = 2_000;
    private static final int MOST_SENDERS = 2_000;
    private static final int MOST_SENT = 2_000;
    private static final int MOST_RECIPIENTS = 100; // of one mail that count as written to
    private static final int TWO_YEARS = 730;
    private static final int A_WEEK = 7;
    private static final Duration CLOSE = Duration.ofSeconds(20);

    private final PeopleMemory people;
    private final Sources sources;
    private final Bulk bulk;
    private final Predicate<AccountId> exists;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread writer;

    /// @param exists whether there is such an account
    public History(
            Storage storage,
            MailboxStore mailboxes,
            Predicate<AccountId> exists,
            InstantSource clock) {
        this.people = new PeopleMemory(storage, mailboxes);
        this.sources = new Sources(storage, () -> day(clock.instant()), Sources.MOST);
        this.bulk = new Bulk(storage);
        this.exists = exists;
        this.clock = clock;
    }

    /// Begins to write what changes.
    public synchronized void start() {
        if (writer == null) {
            writer = Thread.ofVirtual().name("filter-history").start(this::work);
        }
    }

    PeopleMemory people() {
        return people;
    }

    Sources sources() {
        return sources;
    }

    Bulk bulk() {
        return bulk;
    }

    int day(Instant at) {
        return (int) TimeUnit.SECONDS.toDays(at.getEpochSecond());
    }

    static long network(String prefix) {
        return Hashes.of("n:" + prefix);
    }

    static long domain(String name) {
        return Hashes.of("d:" + name);
    }

    @Override
    public Recollection of(MailInQuestion mail) {
        return new HistoryOfMail(mail, this);
    }

    /// An account has sent a mail.
    ///
    /// @param recipients as it named them
    /// @param messageId the field's value, if there is one
    public void sent(AccountId account, List<String> recipients, Optional<String> messageId) {
        int today = day(clock.instant());
        people.change(
                account,
                before -> {
                    DatedSet written = before.correspondents();
                    for (String each :
                            recipients.subList(0, Math.min(recipients.size(), MOST_RECIPIENTS))) {
                        long hash = Hashes.of(each.toLowerCase(Locale.ROOT));
                        if (written.dayOf(hash).orElse(0) < today - A_WEEK) {
                            written =
                                    written.with(
                                            hash, today, today - TWO_YEARS, MOST_CORRESPONDENTS);
                        }
                    }
                    DatedSet ids =
                            messageId
                                    .flatMap(MessageIds::first)
                                    .map(id ->
                                            before.sent()
                                                    .with(
                                                            Hashes.of(id),
                                                            today,
                                                            today - TWO_YEARS,
                                                            MOST_SENT))
                                    .orElse(before.sent());
                    return new People(written, before.senders(), ids);
                });
    }

    /// Whether an account has written to an address lately: within two years, and to not too many
    /// others since.
    ///
    /// @param address in lower case
    public boolean knows(AccountId account, String address) {
        return people.of(account).correspondents().dayOf(Hashes.of(address)).isPresent();
    }

    /// A mail of somebody's, who proves who they are, goes to where an account reads it.
    void hasWritten(AccountId account, String address, int today) {
        long hash = Hashes.of(address);
        if (people.of(account).senders().dayOf(hash).isPresent()) {
            return;
        }
        people.change(
                account,
                before ->
                        new People(
                                before.correspondents(),
                                before.senders().with(hash, today, today - TWO_YEARS, MOST_SENDERS),
                                before.sent()));
    }

    /// Takes back the mark that a message has given when it came, and gives the one that the word wants.
    /// As much as is there of the one: so it can be taken back exactly.
    @Override
    public List<SourceMark> weigh(
            AccountId account, StoredMessage message, MailReading reading, Kind word) {
        StoredSources from = StoredSources.of(message, reading);
        int today = day(clock.instant());
        if (word == Kind.HAM) {
            from.author().ifPresent(author -> hasWritten(account, author, today));
        }
        if (from.given().equals(Optional.of(word))) {
            return List.of();
        }
        float left =
                from.given().isEmpty()
                        ? 0
                        : (float) Sources.Counts.left(today - day(message.internalDate()));
        return from.sources().stream().map(source -> mark(source, word, left, today)).toList();
    }

    private SourceMark mark(long source, Kind word, float given, int today) {
        Sources.Counts there = sources.of(source, today);
        return word == Kind.SPAM
                ? new SourceMark(source, 1, -Math.min(given, there.ham()), today)
                : new SourceMark(source, -Math.min(given, there.spam()), 1, today);
    }

    @Override
    public void count(byte[] key, SourceMark mark) {
        sources.count(key, mark);
    }

    @Override
    public void said(Optional<AccountId> account, MailReading message, Optional<Kind> word) {
        bulk.said(TextDigest.of(message.text()), word, clock.instant());
        if (account.isPresent()
                && word.equals(Optional.of(Kind.SPAM))
                && message.from().size() == 1) {
            calledSpam(account.get(), message.from().getFirst());
        }
    }

    /// Nobody whose mail is spam is somebody whose mail was kept.
    private void calledSpam(AccountId account, NamedAddress sender) {
        long hash = Hashes.of(sender.address().toLowerCase(Locale.ROOT));
        if (people.of(account).senders().dayOf(hash).isEmpty()) {
            return;
        }
        people.change(
                account,
                before ->
                        new People(
                                before.correspondents(),
                                before.senders().without(hash),
                                before.sent()));
    }

    @Override
    public void removed(AccountId account) {
        people.forget(account);
    }

    /// Reads what was written before. {@link #start} does it by itself.
    public void load() {
        attempt(() -> {
            sources.load();
            bulk.load();
        });
    }

    private void work() {
        try {
            load();
            while (!closing.await(BETWEEN_WRITES_SECONDS, TimeUnit.SECONDS)) {
                write();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what has changed. {@link #start} does it by itself.
    public void write() {
        attempt(() -> {
            Instant now = clock.instant();
            sources.write(day(now));
            bulk.write(now);
            people.write(exists);
        });
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (UnavailableException | StorageException away) {
            LOG.warn("event=history-unavailable reason=\"{}\"", away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=history-failed", bug);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Thread running;
        synchronized (this) {
            running = writer;
        }
        try {
            if (running != null && running.join(CLOSE)) {
                write();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
