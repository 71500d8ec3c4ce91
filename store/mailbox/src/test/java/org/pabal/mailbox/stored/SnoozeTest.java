// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EditOutcome;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailEdit.Aside;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.SnoozeFormat;
import org.pabal.storage.Space;

/// Messages that are set aside, and come back.
class SnoozeTest {
    private static final Instant EVENING = TestStore.START.plus(Duration.ofHours(6));
    private static final Duration TO_EVENING = Duration.between(TestStore.START, EVENING);
    private static final AccountId ME = new AccountId(1);

    private final TestStore store = new TestStore();

    @AfterEach
    void close() {
        store.close();
    }

    private AccountMailboxes mine() {
        return store.open(1);
    }

    private MailboxId away() {
        return ((AccountMailboxes.NameOutcome.Done) mine().mailboxFor(SpecialUse.SNOOZED))
                .mailbox();
    }

    private MailboxSnapshot in(String mailbox) {
        return mine().snapshot(TestStore.id(mine(), mailbox)).orElseThrow();
    }

    private static Snooze until(Instant when) {
        return new Snooze(when, Optional.empty(), Flags.of("$new"), Flags.of(Flags.SEEN));
    }

    /// Sets a message of INBOX aside.
    private EmailId snooze(Snooze how) {
        store.deliver(TestStore.account(1), "INBOX", "later");
        MailboxSnapshot inbox = in("INBOX");
        EmailId email = inbox.email(inbox.count() - 1);
        assertThat(edit(email, how)).isInstanceOf(EditOutcome.OfEmail.Done.class);
        return email;
    }

    private EditOutcome.OfEmail edit(EmailId email, Snooze how) {
        MailboxId away = away();
        EmailEdit edit =
                new EmailEdit.Update(
                        email,
                        flags -> flags.plus(Flags.of(Flags.SEEN)),
                        _ -> Set.of(away),
                        new Aside.Until(away, how));
        return ((EditOutcome.Edited) mine().edit(Optional.empty(), List.of(edit)))
                .emails()
                .getFirst();
    }

    private List<AccountId> due() {
        return store.mailboxes.due(store.clock().instant(), 100);
    }

    private int indexed() {
        return store.storage
                .scan(Space.Shared.WAKES, new byte[] {0}, new byte[] {'Z'}, 1_000)
                .size();
    }

    @Test
    void itComesBackAtItsTimeAndOnce() {
        EmailId email = snooze(until(EVENING));
        assertThat(in("Snoozed").count()).isEqualTo(1);
        assertThat(due()).isEmpty();
        assertThat(mine().wake(10)).isEmpty();
        store.crash();
        store.pass(TO_EVENING);
        assertThat(due()).containsExactly(ME);
        store.crash();
        assertThat(mine().wake(10)).containsExactly(email);
        store.crash();
        assertThat(due()).isEmpty();
        assertThat(mine().wake(10)).isEmpty();
        assertThat(in("Snoozed").count()).isZero();
        assertThat(in("INBOX").flags(0)).isEqualTo(Flags.of("$new"));
        assertThat(mine().state().snoozed().get(email.value()).woken()).isTrue();
        assertThat(indexed()).isZero();
        assertThat(store.storage.verify()).isEmpty();
    }

    @Test
    void whoWatchesIsToldAsOfNewMail() {
        snooze(until(EVENING));
        store.pass(TO_EVENING);
        Set<DataType> told = new HashSet<>();
        try (AccountMailboxes.Watch _ =
                mine().watch(
                                new AccountMailboxes.Listener() {
                                    @Override
                                    public void mailboxChanged(MailboxId mailbox) {
                                        // the types say more
                                    }

                                    @Override
                                    public void stateChanged(
                                            AccountPoint now, Set<DataType> types) {
                                        told.addAll(types);
                                    }
                                })) {
            mine().wake(10);
        }
        assertThat(told).contains(DataType.EMAIL, DataType.EMAIL_DELIVERY);
    }

    @Test
    void whatWasFiledAsideComesBackToo() {
        MailboxId archive = TestStore.id(mine(), "Archive");
        away();
        store.mailboxes.file(
                List.of(
                        store.filing(
                                        TestStore.account(1),
                                        "Snoozed",
                                        store.stage("by a script"),
                                        "key")
                                .snoozed(
                                        new Snooze(
                                                EVENING,
                                                Optional.of(archive),
                                                Flags.NONE,
                                                Flags.NONE))),
                List.of());
        store.restart();
        store.pass(TO_EVENING);
        assertThat(mine().wake(10)).hasSize(1);
        assertThat(in("Archive").count()).isEqualTo(1);
    }

    @Test
    void whoMovesItOutByItselfIsNotWoken() {
        snooze(until(EVENING));
        MailboxId away = away();
        mine().move(away, UidSet.of(in("Snoozed").uid(0)), TestStore.id(mine(), "Archive"));
        assertThat(indexed()).isZero();
        assertThat(mine().state().snoozed()).isEmpty();
        store.pass(TO_EVENING);
        assertThat(mine().wake(10)).isEmpty();
        assertThat(in("Archive").count()).isEqualTo(1);
    }

    @Test
    void whatIsExpungedOrGoesWithItsMailboxIsForgotten() {
        snooze(until(EVENING));
        snooze(until(EVENING));
        mine().remove(away(), UidSet.of(in("Snoozed").uid(0)));
        assertThat(indexed()).isEqualTo(1);
        mine().delete(MailboxName.of("Snoozed"));
        assertThat(indexed()).isZero();
        store.restart();
        assertThat(mine().state().snoozed()).isEmpty();
    }

    @Test
    void whatIsMarkedAsDeletedStaysWhereItIs() {
        snooze(until(EVENING));
        mine().store(
                        away(),
                        UidSet.of(in("Snoozed").uid(0)),
                        new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                        OptionalLong.empty());
        store.pass(TO_EVENING);
        assertThat(mine().wake(10)).isEmpty();
        assertThat(in("Snoozed").count()).isEqualTo(1);
        assertThat(due()).isEmpty();
    }

    @Test
    void anotherTimeTakesThePlaceOfTheFirst() {
        EmailId email = snooze(until(EVENING));
        AccountPoint before = mine().state().point();
        edit(email, until(EVENING.plusSeconds(60)));
        assertThat(mine().state().emailsSince(before, 10).orElseThrow().updated())
                .containsExactly(email);
        assertThat(indexed()).isEqualTo(1);
        store.pass(TO_EVENING);
        assertThat(mine().wake(10)).isEmpty();
        store.pass(Duration.ofSeconds(60));
        assertThat(mine().wake(10)).containsExactly(email);
    }

    @Test
    void withoutItsMailboxItComesBackToInbox() {
        mine().create(MailboxName.of("Projects"), Optional.empty());
        EmailId email =
                snooze(
                        new Snooze(
                                EVENING,
                                Optional.of(TestStore.id(mine(), "Projects")),
                                Flags.NONE,
                                Flags.NONE));
        mine().delete(MailboxName.of("Projects"));
        store.pass(TO_EVENING);
        assertThat(mine().wake(10)).containsExactly(email);
        assertThat(in("INBOX").count()).isEqualTo(1);
    }

    @Test
    void whatLiesThereAlreadyLiesThereOnce() {
        store.deliver(TestStore.account(1), "INBOX", "both");
        EmailId email = in("INBOX").email(0);
        MailboxId away = away();
        MailboxId inbox = TestStore.id(mine(), "INBOX");
        mine().edit(
                        Optional.empty(),
                        List.of(
                                new EmailEdit.Update(
                                        email,
                                        flags -> flags,
                                        _ -> Set.of(inbox, away),
                                        new Aside.Until(away, until(EVENING)))));
        store.pass(TO_EVENING);
        assertThat(mine().wake(10)).containsExactly(email);
        assertThat(in("INBOX").count()).isEqualTo(1);
        assertThat(in("INBOX").flags(0).has("$new")).isTrue();
        assertThat(in("Snoozed").count()).isZero();
    }

    @Test
    void someAtATimeAndTheEarliestFirst() {
        EmailId late = snooze(until(EVENING));
        EmailId early = snooze(until(EVENING.minusSeconds(1)));
        store.pass(TO_EVENING);
        assertThat(mine().wake(1)).containsExactly(early);
        assertThat(due()).containsExactly(ME);
        assertThat(mine().wake(1)).containsExactly(late);
    }

    /// Files messages that a script has set aside, many in one commit.
    private void fileAside(long account, Instant until, int count) {
        store.open(account).mailboxFor(SpecialUse.SNOOZED);
        for (int from = 0; from < count; from += 500) {
            int first = from;
            store.mailboxes.file(
                    IntStream.range(first, Math.min(count, first + 500))
                            .mapToObj(i ->
                                    store.filing(
                                                    TestStore.account(account),
                                                    "Snoozed",
                                                    store.stage("later " + i),
                                                    account + "-" + i)
                                            .snoozed(until(until)))
                            .toList(),
                    List.of());
        }
    }

    @Test
    void fiveThousandComeBackAtOneTimeEachOnceHoweverOftenItIsKilled() {
        fileAside(1, EVENING, 5_000);
        store.restart();
        AccountPoint before = mine().state().point();
        store.pass(TO_EVENING);
        Set<EmailId> back = new HashSet<>();
        for (int killed = 0; !due().isEmpty(); killed++) {
            List<EmailId> some = mine().wake(500);
            assertThat(some).hasSize(500).doesNotHaveDuplicates();
            assertThat(back).doesNotContainAnyElementsOf(some);
            back.addAll(some);
            assertThat(in("INBOX").count() + in("Snoozed").count()).isEqualTo(5_000);
            store.killDuring(() -> mine().wake(500));
            assertThat(killed).isLessThan(10);
        }
        assertThat(back).hasSize(5_000);
        assertThat(in("INBOX").count()).isEqualTo(5_000);
        assertThat(in("Snoozed").count()).isZero();
        assertThat(emails(in("INBOX"))).isEqualTo(back);
        assertThat(indexed()).isZero();
        assertThat(mine().state().snoozed().values()).hasSize(5_000).allMatch(Snoozed::woken);
        assertThat(updatedSince(before)).isEqualTo(back);
        assertThat(store.storage.verify()).isEmpty();
    }

    private static Set<EmailId> emails(MailboxSnapshot mailbox) {
        return IntStream.range(0, mailbox.count())
                .mapToObj(mailbox::email)
                .collect(Collectors.toSet());
    }

    /// As a client learns it that asks for some at a time; each once.
    private Set<EmailId> updatedSince(AccountPoint before) {
        Set<EmailId> updated = new HashSet<>();
        AccountPoint at = before;
        boolean hasMore = true;
        while (hasMore) {
            AccountSnapshot.Changes<EmailId> some =
                    mine().state().emailsSince(at, 700).orElseThrow();
            assertThat(some.created()).isEmpty();
            assertThat(some.destroyed()).isEmpty();
            assertThat(updated).doesNotContainAnyElementsOf(some.updated());
            updated.addAll(some.updated());
            at = some.to();
            hasMore = some.hasMore();
        }
        return updated;
    }

    @Test
    void whoCannotBeServedHidesNobody() {
        fileAside(1, EVENING, 2_500);
        fileAside(2, EVENING.plusSeconds(1), 1);
        store.pass(TO_EVENING.plusSeconds(1));
        assertThat(store.mailboxes.due(store.clock().instant(), 1)).containsExactly(ME);
        assertThat(store.mailboxes.due(store.clock().instant(), 2))
                .containsExactly(ME, new AccountId(2));
    }

    @Test
    void anAccountThatIsRemovedIsDueNoMore() {
        snooze(until(EVENING));
        store.mailboxes.removeAll(ME);
        assertThat(indexed()).isZero();
    }

    @Test
    void theNewestOfThoseThatCameBackAreRemembered() {
        Map<Long, Snoozed> known = new HashMap<>();
        for (long email = 1; email <= Snoozed.MAX_WOKEN; email++) {
            known.put(email, woken(email));
        }
        Snoozes snoozes = new Snoozes(1, known);
        snoozes.put(woken(Snoozed.MAX_WOKEN + 1));
        assertThat(snoozes.now()).hasSize(Snoozed.MAX_WOKEN).doesNotContainKey(1L);
    }

    private static Snoozed woken(long email) {
        return new Snoozed(
                new EmailId(email),
                new MailboxId(1),
                email,
                until(EVENING.plusSeconds(email)),
                true);
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        for (Snoozed each :
                List.of(
                        woken(7),
                        new Snoozed(
                                new EmailId(8),
                                new MailboxId(9),
                                1L << 32,
                                new Snooze(
                                        Instant.EPOCH,
                                        Optional.of(new MailboxId(3)),
                                        Flags.of(Flags.FLAGGED, "a", "b"),
                                        Flags.NONE),
                                false))) {
            assertThat(SnoozeFormat.decode(each.email().value(), SnoozeFormat.encode(each)))
                    .isEqualTo(each);
        }
    }
}
