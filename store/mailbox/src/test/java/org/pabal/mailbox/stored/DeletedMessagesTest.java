// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;
import static org.pabal.mailbox.stored.TestStore.range;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.DeletedMessages;
import org.pabal.mailbox.DeletedMessages.Refusal;
import org.pabal.mailbox.DeletedMessages.RestoreOutcome;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;

/// What is deleted is kept for a while, and comes back as it was.
class DeletedMessagesTest {
    private static final Duration KEPT = Duration.ofDays(14);
    private static final MailboxName PROJECTS = MailboxName.of("Projects/2026");

    private final TestStore store = new TestStore(TestStore.CONFIG.withKeepDeleted(KEPT));
    private AccountMailboxes account;

    @BeforeEach
    void open() {
        account = store.open(1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void deliver(String mailbox, int count) {
        for (int i = 1; i <= count; i++) {
            store.deliver(account(1), mailbox, "m" + i);
        }
    }

    private void flag(String mailbox, UidSet uids, String... flags) {
        account.store(
                id(account, mailbox),
                uids,
                new FlagChange(FlagChange.Mode.ADD, Flags.of(flags)),
                OptionalLong.empty());
    }

    private void expunge(String mailbox, UidSet uids) {
        flag(mailbox, uids, Flags.DELETED);
        account.expunge(id(account, mailbox), Optional.of(uids));
    }

    private List<DeletedMessage> deleted() {
        return account.deleted().find(_ -> true, 100).newest();
    }

    private List<DeletedId> ids() {
        return deleted().stream().map(DeletedMessage::id).toList();
    }

    private MailboxSnapshot snapshot(String mailbox) {
        return account.snapshot(id(account, mailbox)).orElseThrow();
    }

    private boolean isIndexed() {
        return !store.storage
                .scan(Space.Shared.DELETED, new byte[1], new byte[] {(byte) 0xFF}, 9)
                .isEmpty();
    }

    @Test
    void anExpungedMessageComesBackWithItsIdsAndFlagsUnderANewUid() {
        deliver("INBOX", 3);
        flag("INBOX", range(2, 2), Flags.SEEN, "work");
        EmailId email = inbox(account).email(1);
        ThreadId thread = inbox(account).thread(1);
        Instant date = inbox(account).internalDate(1);
        store.pass(Duration.ofHours(1));
        expunge("INBOX", range(2, 2));

        DeletedMessage kept = deleted().getFirst();
        assertThat(kept.email()).isEqualTo(email);
        assertThat(kept.deletedAt()).isEqualTo(store.clock().instant());
        assertThat(kept.mailbox()).isEqualTo(MailboxName.INBOX);
        assertThat(kept.mailboxExists()).isTrue();
        assertThat(kept.flags()).isEqualTo(Flags.of(Flags.SEEN, "work"));
        assertThat(kept.internalDate()).isEqualTo(date);
        assertThat(account.deleted().get(ids())).containsExactly(kept);
        assertThat(account.deleted().size())
                .isEqualTo(new DeletedMessages.Size(1, kept.size(), Optional.of(kept.deletedAt())));
        assertThat(account.quota().messages().used()).isEqualTo(2);

        RestoreOutcome outcome = account.deleted().restore(ids());
        assertThat(outcome.restored()).containsOnlyKeys(kept.id());
        assertThat(outcome.made()).isEmpty();
        MailboxSnapshot now = inbox(account);
        assertThat(TestStore.uids(now)).containsExactly(1L, 3L, 4L);
        assertThat(now.email(2)).isEqualTo(email);
        assertThat(now.thread(2)).isEqualTo(thread);
        assertThat(now.flags(2)).isEqualTo(Flags.of(Flags.SEEN, "work"));
        assertThat(now.internalDate(2)).isEqualTo(date);
        assertThat(account.quota().messages().used()).isEqualTo(3);
        assertThat(deleted()).isEmpty();
        assertThat(isIndexed()).isFalse();

        assertThat(account.deleted().restore(List.of(kept.id())).refused())
                .containsEntry(kept.id(), Refusal.NOT_FOUND);
        assertThat(inbox(account).count()).isEqualTo(3);
    }

    /// RFC 8620 §5.2: who knew that it is gone hears that it is new.
    @Test
    void toJmapItIsDestroyedAndCreatedAgain() {
        deliver("INBOX", 1);
        EmailId email = inbox(account).email(0);
        AccountPoint before = account.state().point();
        account.edit(Optional.empty(), List.of(new EmailEdit.Destroy(email)));
        AccountSnapshot gone = account.state();
        assertThat(gone.emailsSince(before, 9).orElseThrow().destroyed()).containsExactly(email);

        account.deleted().restore(ids());
        AccountSnapshot back = account.state();
        assertThat(back.emailsSince(gone.point(), 9).orElseThrow().created())
                .containsExactly(email);
        assertThat(back.emails().has(email)).isTrue();
    }

    @Test
    void aDeletedMailboxIsMadeAnewWithItsUseAndSubscribed() {
        account.create(PROJECTS, Optional.of(SpecialUse.IMPORTANT));
        deliver(PROJECTS.text(), 3);
        account.unsubscribe(PROJECTS);
        account.delete(PROJECTS);
        account.delete(MailboxName.of("Projects"));
        assertThat(deleted()).extracting(DeletedMessage::mailbox).containsOnly(PROJECTS);
        assertThat(deleted()).extracting(DeletedMessage::mailboxExists).containsOnly(false);

        RestoreOutcome outcome = account.deleted().restore(ids());
        assertThat(outcome.made()).containsExactly(PROJECTS);
        MailboxInfo made = account.find(PROJECTS).orElseThrow();
        assertThat(made.specialUse()).contains(SpecialUse.IMPORTANT);
        assertThat(made.subscribed()).isTrue();
        assertThat(snapshot(PROJECTS.text()).count()).isEqualTo(3);
        assertThat(snapshot(PROJECTS.text()).email(0))
                .isLessThan(snapshot(PROJECTS.text()).email(1));
    }

    @Test
    void aMailboxOfAnotherNameByNowIsStillTheSame() {
        account.create(PROJECTS, Optional.empty());
        deliver(PROJECTS.text(), 1);
        expunge(PROJECTS.text(), range(1, 1));
        account.rename(PROJECTS, MailboxName.of("Old"));
        assertThat(deleted().getFirst().mailbox()).isEqualTo(MailboxName.of("Old"));
        account.deleted().restore(ids());
        assertThat(snapshot("Old").count()).isEqualTo(1);
    }

    @Test
    void whatWasDeletedFromTrashGoesBackToWhereItLayBefore() {
        deliver("Archive", 2);
        deliver("Trash", 1);
        account.move(id(account, "Archive"), range(1, 2), id(account, "Trash"));
        expunge("Trash", range(1, 3));
        assertThat(deleted())
                .extracting(message -> message.mailbox().text())
                .containsExactly("Archive", "Archive", "Trash");
        account.deleted().restore(ids());
        assertThat(snapshot("Archive").count()).isEqualTo(2);
        assertThat(snapshot("Trash").count()).isEqualTo(1);
    }

    @Test
    void onlyTheLastPlaceOfAMessageIsKept() {
        deliver("INBOX", 1);
        account.copy(id(account, "INBOX"), range(1, 1), id(account, "Archive"));
        expunge("INBOX", range(1, 1));
        assertThat(deleted()).isEmpty();
        expunge("Archive", range(1, 1));
        assertThat(deleted()).extracting(m -> m.mailbox().text()).containsExactly("Archive");
    }

    @Test
    void aMessageThatLiesInAnotherAccountNowIsNotKept() {
        AccountMailboxes other = store.open(2);
        deliver("INBOX", 1);
        account.move(
                id(account, "INBOX"),
                range(1, 1),
                new Destination(other, id(other, "INBOX"), Rights.ALL));
        assertThat(deleted()).isEmpty();
        assertThat(inbox(other).count()).isEqualTo(1);
    }

    /// An editor makes a new revision every few seconds.
    @Test
    void aDraftThatAnotherReplacesIsNotKeptAndOneThatIsDeletedIs() {
        var drafts = id(account, "Drafts");
        EmailId draft = null;
        for (int i = 0; i < 3; i++) {
            var added =
                    account.add(
                            Optional.empty(),
                            store.message("draft", Flags.DRAFT),
                            Set.of(drafts),
                            Optional.ofNullable(draft));
            draft = ((org.pabal.mailbox.AddOutcome.Added) added).email();
        }
        var to = new Destination(account, drafts, Rights.ALL);
        account.replace(drafts, 3, to, store.message("draft", Flags.DRAFT));
        assertThat(deleted()).isEmpty();

        account.replace(drafts, 4, to, store.message("no draft"));
        account.replace(drafts, 5, to, store.message("another"));
        assertThat(deleted()).hasSize(1);
        account.remove(drafts, range(6, 6));
        assertThat(deleted()).hasSize(2);
    }

    @Test
    void whatDoesNotFitTheQuotaStays() {
        deliver("INBOX", 3);
        long size = inbox(account).size(0);
        expunge("INBOX", range(1, 2));
        AccountMailboxes small =
                store.mailboxes.open(account(1, OptionalLong.of(2 * size + size / 2)));
        RestoreOutcome outcome = small.deleted().restore(ids());
        assertThat(outcome.restored()).hasSize(1);
        assertThat(outcome.refused().values()).containsExactly(Refusal.OVER_QUOTA);
        assertThat(deleted()).hasSize(1);
        assertThat(inbox(account).count()).isEqualTo(2);
    }

    @Test
    void withoutRoomForAMailboxNothingIsMade() {
        try (TestStore full =
                new TestStore(TestStore.config(10, 100, 1_000).withKeepDeleted(KEPT))) {
            AccountMailboxes crowded = full.open(1);
            crowded.create(MailboxName.of("a"), Optional.empty());
            full.deliver(account(1), "a", "m");
            crowded.delete(MailboxName.of("a"));
            for (int i = crowded.list().size(); i < 10; i++) {
                crowded.create(MailboxName.of("b" + i), Optional.empty());
            }
            DeletedMessage kept = crowded.deleted().find(_ -> true, 1).newest().getFirst();
            assertThat(crowded.deleted().restore(List.of(kept.id())).refused())
                    .containsEntry(kept.id(), Refusal.NO_MAILBOX);
            assertThat(crowded.deleted().get(List.of(kept.id()))).containsExactly(kept);
        }
    }

    @Test
    void whatWasKeptForLongEnoughGoesAndNothingElse() {
        deliver("INBOX", 3);
        expunge("INBOX", range(1, 1));
        store.pass(Duration.ofDays(10));
        expunge("INBOX", range(2, 2));
        store.mailboxes.sweep();
        assertThat(deleted()).hasSize(2);

        store.pass(Duration.ofDays(4));
        store.mailboxes.sweep();
        assertThat(deleted()).hasSize(1);
        assertThat(store.storage.blobCount()).isEqualTo(2);
        assertThat(account.deleted().size().oldest())
                .contains(TestStore.START.plus(Duration.ofDays(10)));

        store.restart();
        store.pass(Duration.ofDays(10));
        store.mailboxes.sweep();
        account = store.open(1);
        assertThat(deleted()).isEmpty();
        assertThat(store.storage.blobCount()).isEqualTo(1);
        assertThat(isIndexed()).isFalse();
    }

    /// The newest are at hand without the others.
    @Test
    void theNewestAreFoundWithoutLookingAtAll() {
        deliver("INBOX", 300);
        for (int uid = 1; uid <= 300; uid += 3) {
            expunge("INBOX", range(uid, uid + 2));
        }
        List<DeletedMessage> all = account.deleted().find(_ -> true, 1_000).newest();
        assertThat(all).hasSize(300);
        for (int most : List.of(1, 2, 10, 64, 299, 300, 1_000)) {
            AtomicInteger looked = new AtomicInteger();
            assertThat(account.deleted().newest(_ -> looked.incrementAndGet() > 0, most))
                    .isEqualTo(all.subList(0, Math.min(most, 300)));
            assertThat(looked.get()).isEqualTo(Math.min(most, 300));
        }
        DeletedMessage oldest = all.getLast();
        assertThat(account.deleted().newest(oldest::equals, 1)).containsExactly(oldest);
    }

    @Test
    void oneDamagedRecordHidesNoOthersAndHoldsNoneBack() {
        deliver("INBOX", 2);
        expunge("INBOX", range(1, 1));
        store.storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(
                                SpaceChanges.of(
                                        Space.account(1),
                                        List.of(
                                                new Change.Put(
                                                        RecordKeys.deleted(1, 7),
                                                        new byte[] {9}))))));
        store.restart();
        account = store.open(1);
        assertThat(deleted()).hasSize(1);
        assertThat(account.deleted().newest(_ -> true, 10)).hasSize(1);
        expunge("INBOX", range(2, 2));
        store.pass(KEPT);
        store.mailboxes.sweep();
        store.mailboxes.sweep();
        assertThat(deleted()).isEmpty();
        assertThat(store.storage.blobCount()).isZero();
        assertThat(isIndexed()).isFalse();
    }

    @Test
    void theOldestDayGoesEarlyWhileTheDiskHasLittleRoom() {
        deliver("INBOX", 2);
        expunge("INBOX", range(1, 1));
        store.pass(Duration.ofDays(2));
        expunge("INBOX", range(2, 2));
        store.storage.beScarce(true);
        store.mailboxes.sweep();
        assertThat(deleted()).hasSize(1);
        store.storage.beScarce(false);
        store.mailboxes.sweep();
        assertThat(deleted()).hasSize(1);
    }

    @Test
    void whatIsGivenUpIsGoneForGood() {
        deliver("INBOX", 3);
        expunge("INBOX", range(1, 3));
        List<DeletedId> ids = ids();
        assertThat(account.deleted().destroy(ids.subList(0, 2))).isEqualTo(ids.subList(0, 2));
        assertThat(ids()).isEqualTo(ids.subList(2, 3));
        assertThat(store.storage.blobCount()).isEqualTo(1);
        assertThat(account.deleted().destroy(ids.subList(0, 2))).isEmpty();
        assertThat(account.deleted().restore(ids).restored()).containsOnlyKeys(ids.get(2));
        assertThat(account.messages(List.of(ids.get(2).email()))).hasSize(1);
    }

    @Test
    void anAccountThatIsRemovedKeepsNothing() {
        deliver("INBOX", 2);
        expunge("INBOX", range(1, 1));
        assertThat(isIndexed()).isTrue();
        store.mailboxes.removeAll(new AccountId(1));
        assertThat(isIndexed()).isFalse();
        assertThat(store.storage.blobCount()).isZero();
    }

    /// Neither loses a message nor shows it twice, whichever commit fails.
    @Test
    void aFailedCommitLeavesEverythingAsItWas() {
        deliver("INBOX", 2);
        flag("INBOX", range(1, 2), Flags.DELETED);
        failing(() -> account.expunge(id(account, "INBOX"), Optional.empty()));
        assertThat(deleted()).isEmpty();
        assertThat(inbox(account).count()).isEqualTo(2);

        account.expunge(id(account, "INBOX"), Optional.empty());
        failing(() -> account.deleted().restore(ids()));
        assertThat(deleted()).hasSize(2);
        assertThat(inbox(account).count()).isZero();

        failing(() -> account.deleted().destroy(ids()));
        assertThat(deleted()).hasSize(2);
        store.crash();
        account = store.open(1);
        account.deleted().restore(ids());
        store.crash();
        account = store.open(1);
        assertThat(inbox(account).count()).isEqualTo(2);
        assertThat(deleted()).isEmpty();
        assertThat(store.mailboxes.check(new AccountId(1), CheckReport.Mode.LOOK).findings())
                .isEmpty();
    }

    private void failing(Runnable change) {
        store.storage.failNextCommits(1, new StorageException.Unavailable("away"));
        assertThatThrownBy(change::run).isInstanceOf(UnavailableException.class);
    }

    /// Ten thousand at once are one commit, as they were before anything was kept.
    @Test
    void anExpungeOfManyIsOneCommit() {
        deliver("INBOX", 2_500);
        flag("INBOX", range(1, 2_500), Flags.DELETED);
        long before = store.storage.version(Space.account(1));
        account.expunge(id(account, "INBOX"), Optional.empty());
        assertThat(store.storage.version(Space.account(1))).isEqualTo(before + 1);
        assertThat(account.deleted().find(_ -> true, 10).total()).isEqualTo(2_500);
        assertThat(
                        account.deleted()
                                .restore(
                                        account.deleted().find(_ -> true, 5_000).newest().stream()
                                                .map(DeletedMessage::id)
                                                .toList())
                                .restored())
                .hasSize(2_500);
        assertThat(inbox(account).count()).isEqualTo(2_500);
    }

    /// A reply that comes while its thread is deleted belongs to it.
    @Test
    void aThreadIsWholeAgain() {
        store.deliver(account(1), "INBOX", "t\r\nMessage-ID: <1@x>");
        ThreadId thread = inbox(account).thread(0);
        expunge("INBOX", range(1, 1));
        store.deliver(account(1), "INBOX", "Re: t\r\nMessage-ID: <2@x>\r\nIn-Reply-To: <1@x>");
        assertThat(inbox(account).thread(0)).isEqualTo(thread);
        account.deleted().restore(ids());
        assertThat(account.state().emails().thread(thread)).hasSize(2);
    }
}
