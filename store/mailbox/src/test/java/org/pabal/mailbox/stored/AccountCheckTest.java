// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.CheckReport.Mode;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// Records that went wrong are found, and put right where that can be.
class AccountCheckTest {
    private static final Space SPACE = Space.account(1);

    private final TestStore store = new TestStore();

    @AfterEach
    void close() {
        store.close();
    }

    private AccountMailboxes filled() {
        AccountMailboxes account = store.open(1);
        for (int i = 0; i < 5; i++) {
            store.deliver(account(1), "INBOX", "m" + i);
        }
        account.copy(id(account, "INBOX"), UidSet.of(2, 3), id(account, "Sent"));
        return account;
    }

    private CheckReport check(Mode mode) {
        return store.mailboxes.check(new AccountId(1), mode);
    }

    private void damage(Change... changes) throws Exception {
        store.storage
                .submit(
                        new Commit(
                                UUID.randomUUID(),
                                List.of(SpaceChanges.of(SPACE, List.of(changes)))),
                        _ -> {})
                .await();
        store.restart();
    }

    private byte[] read(byte[] key) {
        return store.storage.read(SPACE, key).orElseThrow();
    }

    @Test
    void whatIsWholeIsLeftAlone() {
        filled();
        long version = store.storage.version(SPACE);
        CheckReport report = check(Mode.MEND);
        assertThat(report.findings()).isEmpty();
        assertThat(report.mailboxes()).isEqualTo(6);
        assertThat(report.messages()).isEqualTo(7);
        assertThat(store.storage.version(SPACE)).isEqualTo(version);
    }

    @Test
    void countsAreMendedWithoutTouchingUids() throws Exception {
        AccountMailboxes account = filled();
        MailboxSnapshot before = inbox(account);
        byte[] key = RecordKeys.mailbox(before.mailbox().value());
        MailboxRecord inbox = MailboxFormat.decode(read(key));
        AccountRecord record = AccountFormat.decode(read(RecordKeys.account()));
        damage(
                new Change.Put(
                        key,
                        MailboxFormat.encode(
                                inbox.withUidNext(3)
                                        .changed(
                                                inbox.highestModSeq(),
                                                new MailboxRecord.Counts(2, 1, 1, 7)))),
                new Change.Put(
                        RecordKeys.account(),
                        AccountFormat.encode(
                                record.counting(
                                        1_000_000,
                                        999,
                                        record.highestModSeq(),
                                        record.changes(),
                                        record.deleted()))));
        assertThatThrownBy(() -> inbox(store.open(1)).uid(0))
                .isInstanceOf(UnavailableException.class);

        CheckReport looked = check(Mode.LOOK);
        assertThat(looked.found()).isEqualTo(2);
        assertThat(looked.mended()).isZero();
        assertThat(looked.findings().getFirst()).startsWith("INBOX counts 2 messages (1 unseen");

        assertThat(check(Mode.MEND).mended()).isEqualTo(2);
        AccountMailboxes mended = store.open(1);
        MailboxSnapshot after = inbox(mended);
        assertThat(after.count()).isEqualTo(5);
        assertThat(after.uidNext()).isEqualTo(6);
        assertThat(after.uidValidity()).isEqualTo(before.uidValidity());
        assertThat(after.uid(4)).isEqualTo(5);
        assertThat(after.octets()).isEqualTo(before.octets());
        assertThat(mended.quota().messages().used()).isEqualTo(7);
        assertThat(check(Mode.LOOK).findings()).isEmpty();
        store.deliver(account(1), "INBOX", "next");
        assertThat(inbox(store.open(1)).uid(5)).isEqualTo(6);
    }

    @Test
    void placesAreCountedAgain() throws Exception {
        AccountMailboxes account = filled();
        long copied = inbox(account).email(1).value();
        long single = inbox(account).email(0).value();
        damage(
                new Change.Delete(RecordKeys.copies(copied)),
                new Change.Put(RecordKeys.copies(single), SmallFormats.encodeCopies(4)));
        CheckReport report = check(Mode.MEND);
        assertThat(report.findings())
                .containsExactlyInAnyOrder(
                        "message " + single + " lies in 1 places, not in 4",
                        "message " + copied + " lies in 2 places, not in 1");
        AccountMailboxes mended = store.open(1);
        mended.remove(id(mended, "INBOX"), UidSet.of(2));
        MailboxSnapshot sent = mended.snapshot(id(mended, "Sent")).orElseThrow();
        assertThat(mended.messages(List.of(sent.email(0)))).hasSize(1);
        assertThat(check(Mode.LOOK).findings()).isEmpty();
    }

    @Test
    void whatWasComputedFromAMessageIsComputedAnew() throws Exception {
        AccountMailboxes account = filled();
        long email = inbox(account).email(2).value();
        byte[] key = RecordKeys.message(email);
        byte[] whole = read(key);
        damage(new Change.Put(key, Arrays.copyOf(whole, whole.length - 30)));
        CheckReport report = check(Mode.MEND);
        assertThat(report.mended()).isEqualTo(1);
        assertThat(report.findings())
                .containsExactly("what was computed from message " + email + " could not be read");
        assertThat(read(key)).isEqualTo(whole);
    }

    @Test
    void linksOfThreadsAreCountedAgain() throws Exception {
        AccountMailboxes account = store.open(1);
        String first = "Message-ID: <a@x>\r\nSubject: s\r\n\r\n";
        String second = "Message-ID: <b@x>\r\nIn-Reply-To: <a@x>\r\nSubject: Re: s\r\n\r\n";
        for (String each : List.of(first, second)) {
            account.append(
                    id(account, "INBOX"),
                    List.of(
                            new NewMessage(
                                    store.stage(each.getBytes(StandardCharsets.US_ASCII)),
                                    Flags.NONE,
                                    TestStore.START)));
        }
        assertThat(check(Mode.LOOK).findings()).isEmpty();
        List<Entry> links =
                store.storage.scan(
                        SPACE, RecordKeys.threads().from(), RecordKeys.threads().to(), 10);
        assertThat(links).hasSize(2);
        damage(
                new Change.Delete(links.get(0).key()),
                new Change.Put(
                        links.get(1).key(), SmallFormats.encodeLink(new SmallFormats.Link(1, 9))),
                new Change.Put(
                        RecordKeys.thread(77),
                        SmallFormats.encodeLink(new SmallFormats.Link(1, 1))));

        assertThat(check(Mode.LOOK).found()).isEqualTo(3);
        assertThat(check(Mode.MEND).mended()).isEqualTo(3);
        assertThat(check(Mode.LOOK).findings()).isEmpty();
        assertThat(
                        store.storage.scan(
                                SPACE, RecordKeys.threads().from(), RecordKeys.threads().to(), 10))
                .usingRecursiveComparison()
                .isEqualTo(links);
    }

    @Test
    void theChangeLogIsCountedAgain() throws Exception {
        AccountMailboxes account = filled();
        AccountPoint before = account.state().point();
        account.remove(id(account, "INBOX"), UidSet.of(1));
        account.remove(id(account, "INBOX"), UidSet.of(3));
        AccountPoint after = account.state().point();
        damage(new Change.Put(RecordKeys.change(after.modSeq() - 1), new byte[] {9}));

        CheckReport report = check(Mode.MEND);

        assertThat(report.mended()).isEqualTo(1);
        assertThat(check(Mode.LOOK).findings()).isEmpty();
        AccountSnapshot state = store.open(1).state();
        assertThat(state.emailsSince(before, 100)).isEmpty();
        assertThat(state.emailsSince(after, 100).orElseThrow().isEmpty()).isTrue();
    }

    @Test
    void whatIsLostIsTold() throws Exception {
        AccountMailboxes account = filled();
        long email = inbox(account).email(3).value();
        assertThat(MessageFormat.blobOf(read(RecordKeys.message(email)))).isNotNull();
        byte[] page = RecordKeys.page(id(account, "Sent").value(), 0);
        byte[] octets = read(page);
        damage(
                new Change.Delete(RecordKeys.message(email)),
                new Change.Put(page, Arrays.copyOf(octets, octets.length - 1)));
        CheckReport report = check(Mode.MEND);
        assertThat(report.mended()).isZero();
        assertThat(report.findings()).hasSize(2);
        assertThat(report.findings().get(0))
                .startsWith("in Sent, the messages with UID 0 to 127 cannot be read");
        assertThat(report.findings().get(1))
                .isEqualTo(
                        "message " + email + " has no record: restore the account from a backup");
        assertThat(inbox(store.open(1)).count()).isEqualTo(5);
    }

    @Test
    void whatIsKeptOfDeletedMessagesIsCountedAnew() {
        try (TestStore keeping =
                new TestStore(TestStore.CONFIG.withKeepDeleted(java.time.Duration.ofDays(1)))) {
            AccountMailboxes account = keeping.open(1);
            keeping.deliver(TestStore.account(1), "INBOX", "m");
            account.remove(TestStore.id(account, "INBOX"), TestStore.range(1, 1));
            AccountRecord record =
                    AccountFormat.decode(
                            keeping.storage
                                    .read(Space.account(1), RecordKeys.account())
                                    .orElseThrow());
            AccountRecord wrong =
                    record.counting(
                            record.usedOctets(),
                            record.usedMessages(),
                            record.highestModSeq(),
                            record.changes(),
                            new AccountRecord.Deleted(record.deleted().since(), 5, 5));
            Change damage = new Change.Put(RecordKeys.account(), AccountFormat.encode(wrong));
            keeping.storage.commit(
                    new Commit(
                            UUID.randomUUID(),
                            List.of(SpaceChanges.of(Space.account(1), List.of(damage)))));
            keeping.restart();
            CheckReport report = keeping.mailboxes.check(new AccountId(1), Mode.MEND);
            assertThat(report.findings())
                    .containsExactly(
                            "the account keeps 1 deleted messages of "
                                    + record.deleted().octets()
                                    + " octets, not 5 of 5");
            assertThat(keeping.open(1).deleted().size().messages()).isEqualTo(1);
        }
    }
}
