// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;
import static org.pabal.mailbox.stored.TestStore.range;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome.Copied;
import org.pabal.mailbox.AccountMailboxes.ReplaceOutcome;
import org.pabal.mailbox.AccountMailboxes.ReplaceOutcome.Replaced;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StoreFullException;
import org.pabal.mailbox.UidSet;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// Mailboxes that others than their owner read, and what goes from account to account.
class ReadersTest {
    private static final Flags SEEN = Flags.of(Flags.SEEN);
    private static final long OWNER = 1;
    private static final long BOB = 2;
    private static final long CAROL = 3;

    private final TestStore store = new TestStore();
    private AccountMailboxes owner = store.open(OWNER);
    private AccountMailboxes bob = as(BOB);
    private AccountMailboxes carol = as(CAROL);

    private AccountMailboxes as(long reader) {
        return store.mailboxes.open(account(OWNER), account(reader));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void restart() {
        store.restart();
        owner = store.open(OWNER);
        bob = as(BOB);
        carol = as(CAROL);
    }

    private MailboxId append(int messages, String... flags) {
        MailboxId inbox = id(owner, "INBOX");
        for (int i = 0; i < messages; i++) {
            owner.append(inbox, List.of(store.message("m" + i, flags)));
        }
        return inbox;
    }

    private static void change(
            AccountMailboxes who, UidSet uids, FlagChange.Mode mode, Flags flags) {
        who.store(id(who, "INBOX"), uids, new FlagChange(mode, flags), OptionalLong.empty());
    }

    private static List<Long> seen(AccountMailboxes who, String mailbox) {
        MailboxSnapshot snapshot = who.snapshot(id(who, mailbox)).orElseThrow();
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            if (snapshot.flags(i).isSeen()) {
                uids.add(snapshot.uid(i));
            }
        }
        assertThat(snapshot.unseenCount()).isEqualTo(snapshot.count() - uids.size());
        return uids;
    }

    @Test
    void eachReaderHasItsOwnSeenAndSharesTheOtherFlags() {
        append(4);
        change(owner, UidSet.of(1), FlagChange.Mode.ADD, SEEN);
        change(bob, UidSet.of(2, 3), FlagChange.Mode.ADD, Flags.of(Flags.SEEN, Flags.FLAGGED));
        change(bob, UidSet.of(3), FlagChange.Mode.REMOVE, SEEN);
        for (int round = 0; round < 2; round++) {
            assertThat(seen(owner, "INBOX")).containsExactly(1L);
            assertThat(seen(bob, "INBOX")).containsExactly(2L);
            assertThat(seen(carol, "INBOX")).isEmpty();
            assertThat(inbox(carol).flags(2)).isEqualTo(Flags.of(Flags.FLAGGED));
            assertThat(inbox(owner).flags(1)).isEqualTo(Flags.of(Flags.FLAGGED));
            restart();
        }
    }

    @Test
    void replacingFlagsReplacesTheReadersSeenAndLeavesTheOwners() {
        append(2, Flags.SEEN, "old");
        change(bob, range(1, 2), FlagChange.Mode.REPLACE, Flags.of("new"));
        assertThat(inbox(owner).flags(0)).isEqualTo(Flags.of(Flags.SEEN, "new"));
        assertThat(inbox(bob).flags(0)).isEqualTo(Flags.of("new"));
        change(bob, UidSet.of(1), FlagChange.Mode.REPLACE, SEEN);
        assertThat(inbox(owner).flags(0)).isEqualTo(SEEN);
        assertThat(inbox(carol).flags(0)).isEqualTo(Flags.NONE);
        assertThat(seen(bob, "INBOX")).containsExactly(1L);
    }

    @Test
    void aReadersSeenRaisesTheModSeqForAll() { // RFC 7162 §3.1
        append(3);
        MailboxSnapshot before = inbox(owner);
        MailboxSnapshot bobBefore = inbox(bob);
        List<MailboxId> told = new ArrayList<>();
        try (var watch = owner.watch(told::add)) {
            change(bob, UidSet.of(2), FlagChange.Mode.ADD, SEEN);
        }
        assertThat(told).containsExactly(before.mailbox());
        assertThat(inbox(owner).since(before).changed()).containsExactly(1);
        assertThat(inbox(bob).since(bobBefore).changed()).containsExactly(1);
        assertThat(inbox(bob).highestModSeq()).isEqualTo(before.highestModSeq() + 1);
        change(bob, UidSet.of(2), FlagChange.Mode.ADD, SEEN);
        assertThat(inbox(bob).highestModSeq()).isEqualTo(before.highestModSeq() + 1);
    }

    @Test
    void theSameMomentIsTheSameSnapshot() {
        append(1);
        assertThat(inbox(bob)).isSameAs(inbox(bob));
    }

    @Test
    void marksOfExpungedMessagesGoWithTheirChunk() {
        append(5);
        change(bob, range(1, 4), FlagChange.Mode.ADD, SEEN);
        change(owner, range(1, 3), FlagChange.Mode.ADD, Flags.of(Flags.DELETED));
        owner.expunge(id(owner, "INBOX"), Optional.empty());
        assertThat(seen(bob, "INBOX")).containsExactly(4L);
        change(bob, UidSet.of(4), FlagChange.Mode.REMOVE, SEEN);
        assertThat(records('H')).isZero();
        restart();
        assertThat(seen(bob, "INBOX")).isEmpty();
    }

    @Test
    void aReadersMarksReachOverManyMessages() {
        MailboxId inbox = id(owner, "INBOX");
        for (int i = 0; i < 90; i++) {
            List<NewMessage> hundred = new ArrayList<>();
            for (int k = 0; k < 100; k++) {
                hundred.add(store.message("m"));
            }
            owner.append(inbox, hundred);
        }
        change(bob, range(4_000, 8_500), FlagChange.Mode.ADD, SEEN);
        change(bob, range(4_097, 8_192), FlagChange.Mode.REMOVE, SEEN);
        for (int round = 0; round < 2; round++) {
            assertThat(inbox(bob).unseenCount()).isEqualTo(9_000 - 97 - 308);
            assertThat(inbox(bob).flags(4_095).isSeen()).isTrue();
            assertThat(inbox(bob).flags(4_096).isSeen()).isFalse();
            assertThat(inbox(owner).unseenCount()).isEqualTo(9_000);
            restart();
        }
    }

    @Test
    void whatAReaderAddsAndCopiesKeepsTheReadersView() {
        MailboxId inbox = append(2);
        MailboxId archive = id(owner, "Archive");
        bob.append(inbox, List.of(store.message("mine", Flags.SEEN, Flags.DRAFT)));
        assertThat(seen(bob, "INBOX")).containsExactly(3L);
        assertThat(seen(owner, "INBOX")).isEmpty();
        change(owner, UidSet.of(1), FlagChange.Mode.ADD, SEEN);
        bob.copy(inbox, range(1, 3), archive);
        assertThat(seen(bob, "Archive")).containsExactly(3L);
        assertThat(seen(owner, "Archive")).isEmpty();
        bob.move(inbox, range(3, 3), archive);
        assertThat(seen(bob, "Archive")).containsExactly(3L, 4L);
        bob.copy(inbox, range(1, 2), new Destination(bob, archive, Rights.of("i")));
        assertThat(bob.snapshot(archive).orElseThrow().count()).isEqualTo(6);
    }

    @Test
    void deletingAMailboxTakesItsMarksAlong() {
        owner.create(MailboxName.of("Shared"), Optional.empty());
        MailboxId shared = id(owner, "Shared");
        owner.append(shared, List.of(store.message("m")));
        bob.store(
                shared,
                UidSet.of(1),
                new FlagChange(FlagChange.Mode.ADD, SEEN),
                OptionalLong.empty());
        assertThat(records('H')).isEqualTo(1);
        owner.delete(MailboxName.of("Shared"));
        assertThat(records('H')).isZero();
        assertThat(bob.snapshot(shared)).isEmpty();
    }

    private int records(char letter) {
        byte[] from = {(byte) letter};
        byte[] to = {(byte) (letter + 1)};
        return store.storage.scan(Space.account(OWNER), from, to, 1_000).size();
    }

    // --- from account to account

    @Test
    void aCopyToAnotherAccountIsAMessageOfItsOwn() {
        MailboxId inbox = append(3);
        change(bob, UidSet.of(2), FlagChange.Mode.ADD, Flags.of(Flags.SEEN, "kept"));
        store.pass(Duration.ofHours(1));
        AccountMailboxes own = store.open(BOB);
        Destination to = new Destination(own, id(own, "INBOX"), Rights.ALL);
        CopyOutcome outcome = bob.copy(inbox, range(2, 9), to);
        assertThat(outcome)
                .isEqualTo(new Copied(inbox(own).uidValidity(), range(2, 3), range(1, 2)));
        restart();
        own = store.open(BOB);
        assertThat(inbox(own).flags(0)).isEqualTo(Flags.of(Flags.SEEN, "kept"));
        assertThat(inbox(own).savedDate(0)).isEqualTo(TestStore.START.plusSeconds(3600));
        assertThat(inbox(own).internalDate(0)).isEqualTo(TestStore.START);
        assertThat(own.quota().messages().used()).isEqualTo(2);
        assertThat(inbox(owner).count()).isEqualTo(3);
        expungeAll(owner);
        EmailId email = inbox(own).email(1);
        try (var octets = own.octets(own.messages(List.of(email)).getFirst())) {
            assertThat(octets.size()).isEqualTo(inbox(own).size(1));
        }
    }

    private void expungeAll(AccountMailboxes account) {
        change(account, range(1, 99), FlagChange.Mode.ADD, Flags.of(Flags.DELETED));
        account.expunge(id(account, "INBOX"), Optional.empty());
        store.storage.collectUnnamed();
    }

    @Test
    void aMoveToAnotherAccountIsOneCommit() {
        MailboxId inbox = append(3, Flags.SEEN);
        AccountMailboxes own = store.open(BOB);
        Destination to = new Destination(own, id(own, "Archive"), Rights.of("i"));
        long mine = store.storage.version(Space.account(OWNER));
        long theirs = store.storage.version(Space.account(BOB));
        owner.move(inbox, range(1, 2), to);
        assertThat(store.storage.version(Space.account(BOB))).isEqualTo(theirs + 1);
        assertThat(store.storage.version(Space.account(OWNER))).isGreaterThan(mine);
        assertThat(TestStore.uids(inbox(owner))).containsExactly(3L);
        assertThat(seen(own, "Archive")).isEmpty();
        assertThat(own.snapshot(to.mailbox()).orElseThrow().count()).isEqualTo(2);
        assertThat(owner.expungedSince(inbox, 1)).hasValue(range(1, 2));
    }

    @Test
    void aMessageThatLiesTwiceInAMailboxIsOneInTheOtherAccount() {
        MailboxId inbox = append(1);
        owner.copy(inbox, UidSet.of(1), inbox);
        AccountMailboxes own = store.open(BOB);
        owner.copy(inbox, range(1, 2), new Destination(own, id(own, "INBOX"), Rights.ALL));
        assertThat(inbox(own).email(0)).isEqualTo(inbox(own).email(1));
        change(own, UidSet.of(1), FlagChange.Mode.ADD, Flags.of(Flags.DELETED));
        own.expunge(id(own, "INBOX"), Optional.empty());
        assertThat(own.messages(List.of(inbox(own).email(0)))).hasSize(1);
    }

    @Test
    void theTargetsOwnerPaysForACopy() {
        MailboxId inbox = id(owner, "INBOX");
        owner.append(
                inbox,
                List.of(
                        new NewMessage(
                                store.stage(TestStore.octets("m", 2_000)),
                                Flags.NONE,
                                TestStore.START)));
        AccountMailboxes own = store.mailboxes.open(account(BOB, OptionalLong.of(1_000)));
        Destination to = new Destination(own, id(own, "INBOX"), Rights.ALL);
        assertThat(bob.copy(inbox, UidSet.of(1), to))
                .isEqualTo(new CopyOutcome.OverQuota(QuotaResource.STORAGE));
        assertThat(bob.move(inbox, UidSet.of(1), to))
                .isEqualTo(new CopyOutcome.OverQuota(QuotaResource.STORAGE));
        assertThat(inbox(owner).count()).isEqualTo(1);
    }

    @Test
    void replacingIsOneCommitAlsoOverTwoAccounts() { // RFC 8508 §3
        MailboxId inbox = append(2);
        Destination here = new Destination(owner, inbox, Rights.ALL);
        long version = store.storage.version(Space.account(OWNER));
        assertThat(owner.replace(inbox, 1, here, store.message("new", Flags.SEEN)))
                .isEqualTo(new Replaced(inbox(owner).uidValidity(), 3));
        assertThat(store.storage.version(Space.account(OWNER))).isGreaterThan(version);
        assertThat(TestStore.uids(inbox(owner))).containsExactly(2L, 3L);
        assertThat(owner.replace(inbox, 1, here, store.message("again")))
                .isEqualTo(new ReplaceOutcome.NoSuchMessage());
        AccountMailboxes own = store.open(BOB);
        Destination there = new Destination(own, id(own, "Drafts"), Rights.ALL);
        owner.replace(inbox, 3, there, store.message("moved", Flags.DRAFT));
        assertThat(TestStore.uids(inbox(owner))).containsExactly(2L);
        assertThat(own.snapshot(there.mailbox()).orElseThrow().flags(0))
                .isEqualTo(Flags.of(Flags.DRAFT));
    }

    @Test
    void replacingNeedsRoomForTheDifferenceOnly() {
        AccountMailboxes small = store.mailboxes.open(account(9, OptionalLong.of(1_000)));
        MailboxId inbox = id(small, "INBOX");
        var large =
                new NewMessage(
                        store.stage(TestStore.octets("m", 900)), Flags.NONE, TestStore.START);
        small.append(inbox, List.of(large));
        Destination here = new Destination(small, inbox, Rights.ALL);
        assertThat(small.replace(inbox, 1, here, large)).isInstanceOf(Replaced.class);
        assertThat(small.quota().storage().used()).isEqualTo(900);
    }

    @Test
    void aMoveThatFailsLeavesBothAccountsAsTheyWere() {
        MailboxId inbox = append(2);
        AccountMailboxes own = store.open(BOB);
        Destination to = new Destination(own, id(own, "INBOX"), Rights.ALL);
        store.storage.failNextCommits(new StorageException.Full("full"));
        assertThatThrownBy(() -> bob.move(inbox, range(1, 2), to))
                .isInstanceOf(StoreFullException.class);
        store.storage.stopFailing();
        assertThat(inbox(owner).count()).isEqualTo(2);
        assertThat(inbox(own).count()).isZero();
        store.crash();
        assertThat(inbox(store.open(OWNER)).count()).isEqualTo(2);
        assertThat(inbox(store.open(BOB)).count()).isZero();
    }

    /// Two directions at once: neither waits for the other for ever, nothing is lost or doubled.
    @Test
    void movesBetweenTwoAccountsCrossEachOther() throws Exception {
        append(40);
        AccountMailboxes own = store.open(BOB);
        Thread there = Thread.startVirtualThread(() -> moveOneByOne(owner, own));
        Thread back = Thread.startVirtualThread(() -> moveOneByOne(own, owner));
        there.join();
        back.join();
        assertThat(inbox(owner).count() + inbox(own).count()).isEqualTo(40);
        assertThat(owner.quota().messages().used() + own.quota().messages().used()).isEqualTo(40);
    }

    private static void moveOneByOne(AccountMailboxes from, AccountMailboxes to) {
        Destination target = new Destination(to, id(to, "INBOX"), Rights.ALL);
        for (long uid = 1; uid <= 60; uid++) {
            from.move(id(from, "INBOX"), UidSet.of(uid), target);
        }
    }
}
