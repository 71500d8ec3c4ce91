// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.FilingOutcome.Filed;
import org.pabal.mailbox.FilingOutcome.OverQuota;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoreFullException;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;

class FilingTest {
    private static final byte[] KEY = "entry".getBytes(StandardCharsets.US_ASCII);

    private static List<SpaceChanges> queueEntry() {
        return List.of(
                SpaceChanges.of(Space.Shared.QUEUE, List.of(new Change.Put(KEY, new byte[] {1}))));
    }

    @Test
    void aMessageForTwoAccountsIsOneBlobAndOneCommit() {
        try (TestStore store = new TestStore()) {
            StagedMessage message = store.stage("both");
            List<Filing> filings =
                    List.of(
                            store.filing(account(2), "INBOX", message, "k2"),
                            store.filing(account(1), "Junk", message, "k1"));
            long before = store.storage.status().commits();

            Filed filed = (Filed) store.mailboxes.file(filings, queueEntry());

            assertThat(store.storage.status().commits()).isEqualTo(before + 1);
            assertThat(filed.places())
                    .extracting(place -> place.mailbox().text())
                    .containsExactly("INBOX", "Junk");
            assertThat(store.storage.blobCount()).isEqualTo(1);
            assertThat(store.storage.read(Space.Shared.QUEUE, KEY)).isPresent();
            StoredMessage stored =
                    store.open(2).messages(List.of(inbox(store.open(2)).email(0))).getFirst();
            assertThat(stored.text(StoredMessage.Text.SUBJECT)).isEqualTo("both");
            assertThat(stored.blob()).isEqualTo(message.blob().id());
        }
    }

    @Test
    void whatWasFoundAboutTheSenderStaysWithFiledMessagesAndTheirCopiesOnly() {
        try (TestStore store = new TestStore()) {
            String found = "spf=fail dkim=pass/한국.example dmarc=pass";
            StagedMessage message = store.stage("found").found(found);
            store.mailboxes.file(
                    List.of(store.filing(account(1), "INBOX", message, "k1")), List.of());
            AccountMailboxes bob = store.open(1);
            bob.append(
                    TestStore.id(bob, "INBOX"),
                    List.of(new NewMessage(message, Flags.NONE, Instant.EPOCH)));
            bob.copy(
                    TestStore.id(bob, "INBOX"),
                    TestStore.range(1, 2),
                    TestStore.id(bob, "Archive"));
            AccountMailboxes carol = store.open(2);
            bob.copy(
                    TestStore.id(bob, "INBOX"),
                    TestStore.range(1, 1),
                    new Destination(carol, TestStore.id(carol, "INBOX"), Rights.ALL));
            store.restart();

            assertThat(authentication(store.open(1), "INBOX")).containsExactly(found, "");
            assertThat(authentication(store.open(1), "Archive")).containsExactly(found, "");
            assertThat(authentication(store.open(2), "INBOX")).containsExactly(found);

            AccountMailboxes again = store.open(1);
            MailboxId inbox = TestStore.id(again, "INBOX");
            again.replace(
                    inbox,
                    1,
                    new Destination(again, inbox, Rights.ALL),
                    new NewMessage(message, Flags.NONE, Instant.EPOCH));
            assertThat(authentication(again, "INBOX")).containsExactly("", "");
        }
    }

    private static List<String> authentication(AccountMailboxes account, String mailbox) {
        MailboxSnapshot all = account.snapshot(TestStore.id(account, mailbox)).orElseThrow();
        List<EmailId> emails = IntStream.range(0, all.count()).mapToObj(all::email).toList();
        return account.messages(emails).stream().map(StoredMessage::authentication).toList();
    }

    @Test
    void whatWasFiledOnceIsNotFiledAgainAlsoAfterARestart() {
        try (TestStore store = new TestStore()) {
            Filing filing = store.filing(account(1), "INBOX", store.stage("once"), "mail-1/bob");
            Place first =
                    ((Filed) store.mailboxes.file(List.of(filing), List.of())).places().get(0);
            Place second =
                    ((Filed) store.mailboxes.file(List.of(filing), queueEntry())).places().get(0);
            store.restart();
            Filing again = store.filing(account(1), "INBOX", store.stage("x"), "mail-1/bob");
            Place third =
                    ((Filed) store.mailboxes.file(List.of(again, again), List.of()))
                            .places()
                            .get(1);

            assertThat(second).isEqualTo(first);
            assertThat(third).isEqualTo(first);
            assertThat(inbox(store.open(1)).count()).isEqualTo(1);
            assertThat(store.storage.read(Space.Shared.QUEUE, KEY)).isPresent();
        }
    }

    @Test
    void theSameKeyTwiceInOneCallIsFiledOnce() {
        try (TestStore store = new TestStore()) {
            Filing filing = store.filing(account(1), "INBOX", store.stage("once"), "k");
            Filed filed = (Filed) store.mailboxes.file(List.of(filing, filing), List.of());
            assertThat(filed.places().get(0)).isEqualTo(filed.places().get(1));
            assertThat(inbox(store.open(1)).count()).isEqualTo(1);
        }
    }

    @Test
    void deliveryKeysAreKnownForTheirTimeAndThenDropped() {
        try (TestStore store = new TestStore()) {
            Filing filing = store.filing(account(1), "INBOX", store.stage("old"), "old");
            store.mailboxes.file(List.of(filing), List.of());
            store.pass(Duration.ofDays(6));
            store.deliver(account(1), "INBOX", "a");
            store.pass(Duration.ofDays(2));
            store.deliver(account(1), "INBOX", "b");
            store.mailboxes.file(List.of(filing), List.of());
            assertThat(inbox(store.open(1)).count()).isEqualTo(3);

            store.pass(Duration.ofDays(8));
            for (int i = 0; i < 3; i++) {
                store.deliver(account(1), "INBOX", "c");
            }
            assertThat(
                            store.storage.scan(
                                    Space.account(1), new byte[] {'K'}, new byte[] {'L'}, 100))
                    .hasSize(3 + 1); // those of this generation, and of the one before
        }
    }

    @Test
    void oneFullAccountRefusesForAll() {
        try (TestStore store = new TestStore()) {
            StagedMessage message = store.stage(TestStore.octets("big", 1000));
            Account full = account(2, OptionalLong.of(999));
            List<Filing> filings =
                    List.of(
                            store.filing(account(1), "INBOX", message, "k1"),
                            store.filing(full, "INBOX", message, "k2"));

            FilingOutcome outcome = store.mailboxes.file(filings, queueEntry());

            assertThat(outcome).isEqualTo(new OverQuota(full, QuotaResource.STORAGE));
            assertThat(inbox(store.open(1)).count()).isZero();
            assertThat(store.storage.read(Space.Shared.QUEUE, KEY)).isEmpty();
            assertThat(store.mailboxes.wouldExceedQuota(full, 1000)).isTrue();
            assertThat(store.mailboxes.wouldExceedQuota(full, 999)).isFalse();
        }
    }

    /// THREATS F06.
    @Test
    void parallelFilingsAtTheQuotaEdgeNeverGoOverIt() throws Exception {
        try (TestStore store = new TestStore();
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Account account = account(1, OptionalLong.of(10_050));
            List<Callable<FilingOutcome>> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                StagedMessage message = store.stage(TestStore.octets("m", 1000));
                Filing filing = store.filing(account, "INBOX", message, "k" + i);
                tasks.add(() -> store.mailboxes.file(List.of(filing), List.of()));
            }
            int filed = 0;
            for (var done : pool.invokeAll(tasks)) {
                filed += done.get() instanceof Filed ? 1 : 0;
            }
            assertThat(filed).isEqualTo(10);
            AccountMailboxes open = store.mailboxes.open(account);
            assertThat(open.quota().storage().used()).isEqualTo(10_000);
            assertThat(open.quota().messages().used()).isEqualTo(10);
        }
    }

    @Test
    void anUnknownMailboxMeansInbox() {
        try (TestStore store = new TestStore()) {
            assertThat(store.deliver(account(1), "No/Such", "x").mailbox())
                    .isEqualTo(MailboxName.INBOX);
        }
    }

    @Test
    void oneMessageInTwoMailboxesOfAnAccountIsKeptOnce() {
        try (TestStore store = new TestStore()) {
            StagedMessage message = store.stage("twice");
            store.mailboxes.file(
                    List.of(
                            store.filing(account(1), "INBOX", message, "k1"),
                            store.filing(account(1), "Archive", message, "k2")),
                    List.of());
            AccountMailboxes account = store.open(1);
            var archive = account.snapshot(TestStore.id(account, "Archive")).orElseThrow();
            assertThat(archive.email(0)).isEqualTo(inbox(account).email(0));
            assertThat(account.quota().messages().used()).isEqualTo(2);
        }
    }

    @Test
    void withoutFilingsTheOtherChangesAreCommitted() {
        try (TestStore store = new TestStore()) {
            assertThat(store.mailboxes.file(List.of(), queueEntry()))
                    .isEqualTo(new Filed(List.of()));
            assertThat(store.storage.read(Space.Shared.QUEUE, KEY)).isPresent();
            assertThat(store.mailboxes.file(List.of(), List.of())).isEqualTo(new Filed(List.of()));
        }
    }

    @Test
    void changesOfAnAccountsSpaceGoAlongAndKeepItsVersionInStep() {
        try (TestStore store = new TestStore()) {
            store.deliver(account(1), "INBOX", "before");
            byte[] script = "Sscript".getBytes(StandardCharsets.US_ASCII);
            List<SpaceChanges> together =
                    List.of(
                            SpaceChanges.of(
                                    Space.account(1),
                                    List.of(new Change.Put(script, new byte[] {7}))));
            store.mailboxes.file(List.of(), together);
            store.mailboxes.file(
                    List.of(store.filing(account(1), "INBOX", store.stage("with"), "k")), together);
            long before = store.storage.status().commits();
            store.deliver(account(1), "INBOX", "after");

            assertThat(store.storage.status().commits()).isEqualTo(before + 1);
            assertThat(store.storage.read(Space.account(1), script)).isPresent();
            assertThat(inbox(store.open(1)).count()).isEqualTo(3);
        }
    }

    @Test
    void keysOfTheMailboxModelAreTakenFromNobodyElse() {
        try (TestStore store = new TestStore()) {
            List<SpaceChanges> together =
                    List.of(
                            SpaceChanges.of(
                                    Space.account(1),
                                    List.of(new Change.Delete(new byte[] {'M', 1}))));
            assertThatThrownBy(() -> store.mailboxes.file(List.of(), together))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anotherWriterOfTheSpaceIsNoticedAndRespected() {
        try (TestStore store = new TestStore()) {
            AccountMailboxes account = store.open(1);
            store.deliver(account(1), "INBOX", "one");
            try (StoredMailboxes other =
                    new StoredMailboxes(store.storage, store.clock(), TestStore.CONFIG)) {
                other.file(
                        List.of(store.filing(account(1), "INBOX", store.stage("two"), "other")),
                        List.of());
            }
            Place third = store.deliver(account(1), "INBOX", "three");
            assertThat(third.uid()).isEqualTo(3);
            assertThat(TestStore.uids(inbox(account))).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aStaleVersionOfAnotherSpaceFailsTheFilingAndLeavesNothing() {
        try (TestStore store = new TestStore()) {
            List<SpaceChanges> together =
                    List.of(
                            SpaceChanges.ifVersion(
                                    Space.Shared.QUEUE,
                                    5,
                                    List.of(new Change.Put(KEY, new byte[] {1}))));
            Filing filing = store.filing(account(1), "INBOX", store.stage("x"), "k");
            assertThatThrownBy(() -> store.mailboxes.file(List.of(filing), together))
                    .isInstanceOf(UnavailableException.class);
            assertThat(inbox(store.open(1)).count()).isZero();
            store.mailboxes.file(List.of(filing), List.of());
            assertThat(inbox(store.open(1)).count()).isEqualTo(1);
        }
    }

    @Test
    void aFullDiskIsToldApartAndForgottenWhenThereIsRoom() {
        try (TestStore store = new TestStore()) {
            store.open(1);
            Filing filing = store.filing(account(1), "INBOX", store.stage("x"), "k");
            store.storage.failNextCommits(new StorageException.Full("no room"));
            assertThatThrownBy(() -> store.mailboxes.file(List.of(filing), List.of()))
                    .isInstanceOf(StoreFullException.class);
            store.storage.stopFailing();
            assertThat(inbox(store.open(1)).count()).isZero();
            assertThat(store.mailboxes.file(List.of(filing), List.of())).isInstanceOf(Filed.class);
            assertThat(inbox(store.open(1)).count()).isEqualTo(1);
        }
    }

    @Test
    void flagsBeyondMeasureAreCutNotTheMessage() {
        try (TestStore store = new TestStore()) {
            List<String> many = new ArrayList<>(List.of(Flags.SEEN));
            for (int i = 0; i < 1000; i++) {
                many.add("k" + i);
            }
            Filing filing =
                    new Filing(
                            account(1),
                            MailboxName.INBOX,
                            store.stage("x"),
                            Flags.of(many),
                            TestStore.START,
                            "k");
            store.mailboxes.file(List.of(filing), List.of());
            Flags flags = inbox(store.open(1)).flags(0);
            assertThat(flags.isSeen()).isTrue();
            assertThat(flags.keywords()).hasSize(TestStore.CONFIG.maxKeywords());
        }
    }

    @Test
    void theFirstMailboxesSpeakTheAccountsLanguage() {
        try (TestStore store = new TestStore()) {
            Account english = account(1);
            Account korean =
                    new Account(
                            english.id(),
                            english.address(),
                            "",
                            org.pabal.directory.Language.KOREAN,
                            OptionalLong.empty(),
                            true);
            assertThat(store.mailboxes.open(korean).list())
                    .extracting(info -> info.name().text())
                    .containsExactly("INBOX", "보관함", "보낸편지함", "스팸함", "임시보관함", "휴지통");
            assertThat(store.mailboxes.open(korean).list()).allMatch(info -> info.subscribed());
        }
    }

    @Test
    void removeAllLeavesNothingBehind() {
        try (TestStore store = new TestStore()) {
            for (int i = 0; i < 30; i++) {
                store.deliver(account(1), i % 2 == 0 ? "INBOX" : "Junk", "x");
            }
            AccountMailboxes account = store.open(1);
            account.copy(
                    TestStore.id(account, "INBOX"),
                    TestStore.range(1, 100),
                    TestStore.id(account, "Archive"));
            store.deliver(account(2), "INBOX", "stays");
            for (char ofOthers : "RSZ".toCharArray()) {
                byte[] key = {(byte) ofOthers, 'x'};
                store.mailboxes.file(
                        List.of(),
                        List.of(
                                SpaceChanges.of(
                                        Space.account(1), List.of(new Change.Put(key, key)))));
            }
            long validity = inbox(account).uidValidity();

            store.mailboxes.removeAll(account(1).id());
            store.mailboxes.removeAll(account(1).id());

            assertThat(
                            store.storage.scan(
                                    Space.account(1), new byte[] {0}, new byte[] {(byte) 255}, 9))
                    .isEmpty();
            assertThat(store.storage.blobCount()).isEqualTo(1);
            assertThat(inbox(store.open(2)).count()).isEqualTo(1);
            assertThat(account.snapshot(new org.pabal.mailbox.MailboxId(1))).isEmpty();
            store.pass(Duration.ofSeconds(10));
            assertThat(inbox(store.open(1)).uidValidity()).isGreaterThan(validity);
        }
    }
}
