// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.TextIndex.Match;
import org.pabal.mailbox.TextIndex.Matches;
import org.pabal.mailbox.TextIndex.Where;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mailbox.text.MessageText;
import org.pabal.mailbox.text.Occurrence;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.search.Backlog.Task;
import org.pabal.search.Backlog.Work;
import org.pabal.storage.testing.FakeStorage;

/// An account over the fake engine, its index, and a plain scan to compare it with.
final class TestAccount implements AutoCloseable, Accounts {
    static final long ID = 1;
    private static final Account ACCOUNT =
            new Account(
                    new AccountId(ID),
                    Address.of("user@example.org"),
                    "",
                    Language.ENGLISH,
                    OptionalLong.empty(),
                    true);

    private final SearchConfig config;
    private long seconds = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
    FakeStorage storage = new FakeStorage();
    StoredMailboxes store;
    AccountMailboxes mailboxes;
    AccountIndexes indexes;
    boolean removed;

    TestAccount(Path directory) {
        this(config(directory, 1 << 16));
    }

    TestAccount(SearchConfig config) {
        this.config = config;
        open();
    }

    static SearchConfig config(Path directory, int maxTextChars) {
        return new SearchConfig(directory, 4, Duration.ofMinutes(10), maxTextChars, 2, 0);
    }

    private void open() {
        InstantSource clock = () -> Instant.ofEpochSecond(seconds++);
        store =
                new StoredMailboxes(
                        storage, clock, MailboxConfig.defaults().withKeepDeleted(Duration.ZERO));
        mailboxes = store.open(ACCOUNT);
        indexes = new AccountIndexes(config, this);
        store.listen(indexes);
    }

    @Override
    public boolean has(long account) {
        return account == ID && !removed;
    }

    @Override
    public Optional<AccountMailboxes> open(long account) {
        return has(account) ? Optional.of(mailboxes) : Optional.empty();
    }

    /// Does on this thread what the indexing thread would do.
    void index(Work work) throws Exception {
        indexes.indexer().work(new Task(ID, work, true));
    }

    void restart() {
        indexes.close();
        store.close();
        storage = storage.reopened();
        open();
    }

    MailboxId inbox() {
        return mailboxes.find(MailboxName.INBOX).orElseThrow().id();
    }

    MailboxSnapshot snapshot() {
        return mailboxes.snapshot(inbox()).orElseThrow();
    }

    void append(byte[] octets) {
        try (MessageIntake intake = store.newMessage()) {
            intake.write(octets, 0, octets.length);
            NewMessage message =
                    new NewMessage(intake.finish(), Flags.NONE, Instant.ofEpochSecond(seconds));
            mailboxes.append(inbox(), List.of(message));
        }
    }

    void expunge(UidSet uids) {
        FlagChange delete = new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED));
        mailboxes.store(inbox(), uids, delete, OptionalLong.empty());
        mailboxes.expunge(inbox(), Optional.of(uids));
    }

    /// Until the records of expunged messages are gone as well, which happens in the background.
    void awaitReclaimed() {
        while (mailboxes.messagesAfter(new EmailId(0), Integer.MAX_VALUE).size()
                > snapshot().count()) {
            Thread.onSpinWait();
        }
    }

    private boolean scan(StoredMessage message, Where where, String needle) {
        try (MessageOctets octets = mailboxes.octets(message)) {
            MessageText text = new MessageText(message, octets);
            Occurrence occurrence = new Occurrence(needle);
            if (where == Where.BODY || text.writeHeader(occurrence)) {
                text.writeBody(occurrence);
            }
            return occurrence.isFound();
        }
    }

    /// Compares what the index knows with a scan.
    ///
    /// @return how many messages the index left to be read
    int compare(Where where, String needle, String context) {
        Matches matches = indexes.find(mailboxes, where, needle);
        MailboxSnapshot snapshot = snapshot();
        int unknown = 0;
        for (int i = 0; i < snapshot.count(); i++) {
            EmailId email = snapshot.email(i);
            Match match = matches.of(email);
            if (match == Match.UNKNOWN) {
                unknown++;
                continue;
            }
            List<StoredMessage> there = mailboxes.messages(List.of(email));
            if (!there.isEmpty() && !agrees(match, there.getFirst(), where, needle)) {
                throw new AssertionError(
                        "%s: message %d is %s to the index and not so to a scan; %s '%s'"
                                .formatted(context, email.value(), match, where, needle));
            }
        }
        return unknown;
    }

    /// A message whose octets were freed while they were to be read says nothing.
    private boolean agrees(Match match, StoredMessage message, Where where, String needle) {
        try {
            return (match == Match.FOUND) == scan(message, where, needle);
        } catch (UnavailableException trouble) {
            if (mailboxes.messages(List.of(message.id())).isEmpty()) {
                return true;
            }
            throw trouble;
        }
    }

    @Override
    public void close() {
        indexes.close();
        store.close();
        storage.close();
    }
}
