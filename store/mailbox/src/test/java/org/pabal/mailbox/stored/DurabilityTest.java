// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;
import static org.pabal.mailbox.stored.TestStore.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.AccountMailboxes.DestroyIf;
import org.pabal.mailbox.AccountMailboxes.DestroyOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.FilingOutcome.Filed;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;

/// What is in flight is seen by nobody, and shares its way to the disk.
class DurabilityTest {
    private final TestStore store = new TestStore();
    private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    private AccountMailboxes account;

    @BeforeEach
    void open() {
        account = store.open(1);
    }

    @AfterEach
    void close() {
        store.storage.release();
        pool.close();
        store.close();
    }

    /// Starts a change and waits until its commit is handed over.
    private <T> Future<T> start(int pendingThen, Callable<T> change) {
        Future<T> future = pool.submit(change);
        while (store.storage.pending() < pendingThen && !future.isDone()) {
            Thread.onSpinWait();
        }
        return future;
    }

    private Future<FilingOutcome> startFiling(int pendingThen, String key) {
        Filing filing = store.filing(account(1), "INBOX", store.stage(key), key);
        return start(pendingThen, () -> store.mailboxes.file(List.of(filing), List.of()));
    }

    @Test
    void nothingIsSeenBeforeItIsDurable() throws Exception {
        store.storage.holdCommits();
        Future<FilingOutcome> filing = startFiling(1, "k");
        assertThat(inbox(account).count()).isZero();
        assertThat(account.quota().messages().used()).isZero();
        assertThat(filing.isDone()).isFalse();

        store.storage.release();
        filing.get();
        assertThat(inbox(account).count()).isEqualTo(1);
    }

    @Test
    void severalChangesOfAnAccountAreInFlightAtOnceAndAppearInOrder() throws Exception {
        store.storage.holdCommits();
        List<Future<FilingOutcome>> filings = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            filings.add(startFiling(i, "k" + i));
        }
        assertThat(store.storage.pending()).isEqualTo(5);
        store.storage.release(2);
        assertThat(inbox(account).count()).isEqualTo(2);
        store.storage.release();
        for (int i = 0; i < 5; i++) {
            assertThat(((Filed) filings.get(i).get()).places().getFirst().uid()).isEqualTo(i + 1);
        }
    }

    /// What is under way when a mailbox is to go counts as being in it. RFC 8621 §2.5.
    @Test
    void anArrivalInFlightKeepsItsMailbox() throws Exception {
        account.create(MailboxName.of("new"), Optional.empty());
        MailboxId id = id(account, "new");
        store.storage.holdCommits();
        NewMessage message = store.message("in flight");
        Future<AppendOutcome> arrival = start(1, () -> account.append(id, List.of(message)));
        Future<DestroyOutcome> destroyed = pool.submit(() -> account.destroy(id, DestroyIf.EMPTY));
        store.storage.release();
        arrival.get();
        assertThat(destroyed.get()).isEqualTo(new DestroyOutcome.HasMessages());
        assertThat(account.snapshot(id).orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void watchersAreToldInOrderAndOnlyOfWhatIsDurable() throws Exception {
        List<Integer> counts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        MailboxId inbox = id(account, "INBOX");
        AccountMailboxes.Listener listener =
                new AccountMailboxes.Listener() {
                    @Override
                    public void mailboxChanged(MailboxId mailbox) {
                        counts.add(account.snapshot(inbox).orElseThrow().count());
                    }

                    @Override
                    public void namesChanged() {
                        names.add("names");
                    }
                };
        try (AccountMailboxes.Watch watch = account.watch(listener)) {
            store.storage.holdCommits();
            Future<FilingOutcome> first = startFiling(1, "k1");
            Future<FilingOutcome> second = startFiling(2, "k2");
            assertThat(counts).isEmpty();
            store.storage.release();
            first.get();
            second.get();
            account.create(MailboxName.of("new"), Optional.empty());
            assertThat(watch).isNotNull();
        }
        store.deliver(account(1), "INBOX", "unwatched");
        assertThat(counts).containsExactly(1, 2, 2);
        assertThat(names).containsExactly("names");
    }

    @Test
    void changesBehindAFailedOneAreComputedAnew() throws Exception {
        store.storage.holdCommits();
        Future<FilingOutcome> fails = startFiling(1, "k1");
        Future<FilingOutcome> depends = startFiling(2, "k2");
        store.storage.failNextCommits(1, new StorageException.Unavailable("one bad write"));
        store.storage.release();

        assertThat(failure(fails)).isInstanceOf(UnavailableException.class);
        assertThat(((Filed) depends.get()).places().getFirst().uid()).isEqualTo(1);
        assertThat(inbox(account).count()).isEqualTo(1);
    }

    private static Throwable failure(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return new AssertionError("it did not fail");
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    @Test
    void aRepeatedDeliveryIsNotAnsweredBeforeTheFirstIsDurable() throws Exception {
        store.storage.holdCommits();
        Future<FilingOutcome> first = startFiling(1, "same");
        Future<FilingOutcome> second = startFiling(2, "same");
        assertThat(second.isDone()).isFalse();
        store.storage.failNextCommits(1, new StorageException.Full("full"));
        store.storage.release();

        assertThat(failure(first)).isInstanceOf(UnavailableException.class);
        assertThat(second.get()).isInstanceOf(Filed.class);
        assertThat(inbox(account).count()).isEqualTo(1);
    }

    @Test
    void anAnswerThatChangesNothingWaitsForWhatItWasReadFrom() throws Exception {
        MailboxName name = MailboxName.of("new");
        store.storage.holdCommits();
        Future<NameOutcome> first = start(1, () -> account.create(name, Optional.empty()));
        Future<NameOutcome> second = pool.submit(() -> account.create(name, Optional.empty()));
        assertThat(account.find(name)).isEmpty();
        store.storage.failNextCommits(1, new StorageException.Unavailable("away"));
        store.storage.release();

        List<Object> outcomes = new ArrayList<>();
        outcomes.add(failure(first));
        outcomes.add(second.get());
        assertThat(outcomes.get(0)).isInstanceOf(UnavailableException.class);
        assertThat(outcomes.get(1)).isInstanceOf(NameOutcome.Done.class);
    }

    @Test
    void aClosedEngineIsATemporaryFailure() {
        Filing filing = store.filing(account(1), "INBOX", store.stage("x"), "k");
        store.storage.close();
        assertThatThrownBy(() -> store.mailboxes.file(List.of(filing), List.of()))
                .isInstanceOf(UnavailableException.class);
        store.storage = store.storage.reopened();
    }

    @Test
    void messagesThatLieNowhereAreReclaimedAndOthersAreNot() throws Exception {
        for (int i = 0; i < 20; i++) {
            store.deliver(account(1), "INBOX", "m" + i);
        }
        MailboxId inbox = id(account, "INBOX");
        account.copy(inbox, range(1, 5), id(account, "Archive"));
        account.store(
                inbox,
                range(1, 10),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                OptionalLong.empty());
        account.expunge(inbox, Optional.empty());
        awaitBlobs(15);
        account.delete(MailboxName.of("Archive"));
        awaitBlobs(10);
        assertThat(account.quota().messages().used()).isEqualTo(10);
    }

    private void awaitBlobs(int count) {
        while (store.storage.blobCount() > count) {
            Thread.onSpinWait();
        }
        assertThat(store.storage.blobCount()).isEqualTo(count);
    }

    @Test
    void whatCouldNotBeReclaimedIsWhenTheAccountIsOpenedAgain() {
        store.deliver(account(1), "INBOX", "m");
        MailboxId inbox = id(account, "INBOX");
        account.store(
                inbox,
                range(1, 1),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                OptionalLong.empty());
        store.mailboxes.close(); // the reclaimer is gone, sessions are still there
        account.expunge(inbox, Optional.empty());
        assertThat(store.storage.blobCount()).isEqualTo(1);
        store.restart();
        account = store.open(1);
        awaitBlobs(0);
    }

    /// RFC 9051 §9: a UID has 32 bits.
    @Test
    void usedUpUidsAreATemporaryFailureAndNeverStartAnew() {
        store.deliver(account(1), "INBOX", "m");
        MailboxState inbox = (MailboxState) inbox(account);
        byte[] record = MailboxFormat.encode(inbox.record().withUidNext(0xFFFF_FFFFL));
        store.storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(
                                SpaceChanges.of(
                                        Space.account(1),
                                        List.of(
                                                new Change.Put(
                                                        RecordKeys.mailbox(inbox.mailbox().value()),
                                                        record))))));
        store.restart();
        account = store.open(1);
        assertThat(store.deliver(account(1), "INBOX", "last").uid()).isEqualTo(0xFFFF_FFFFL);
        assertThatThrownBy(() -> store.deliver(account(1), "INBOX", "one more"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("used up its UIDs");
        assertThat(TestStore.uids(inbox(account))).containsExactly(1L, 0xFFFF_FFFFL);
        assertThat(inbox(account).indexOf(0xFFFF_FFFFL)).isEqualTo(1);
    }

    /// THREATS F03: what is damaged is named, and the rest is served.
    @Test
    void aDamagedPageHidesOneMailboxOnly() {
        store.deliver(account(1), "INBOX", "m");
        store.deliver(account(1), "Archive", "m");
        byte[] page = RecordKeys.page(id(account, "INBOX").value(), 0);
        store.storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(
                                SpaceChanges.of(
                                        Space.account(1),
                                        List.of(new Change.Put(page, new byte[] {1, 9, 9}))))));
        store.restart();
        account = store.open(1);
        assertThatThrownBy(() -> inbox(account).uid(0))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("verify");
        MailboxId archive = id(account, "Archive");
        assertThat(account.snapshot(archive).orElseThrow().uid(0)).isEqualTo(1);
        assertThat(store.deliver(account(1), "Archive", "x").uid()).isEqualTo(2);
    }
}
