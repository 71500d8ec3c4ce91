// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.UidSet;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// What people say of messages by moving and marking them, as who learns from it is told.
class CorrectionsTest {
    private final TestStore store = new TestStore();
    private final List<AccountId> told = new ArrayList<>();
    private AccountMailboxes bob;
    private MailboxId inbox;
    private MailboxId junk;

    @BeforeEach
    void open() {
        store.mailboxes.listen(
                new StoreListener() {
                    @Override
                    public void corrected(AccountId account) {
                        told.add(account);
                    }
                });
        bob = store.open(1);
        inbox = TestStore.id(bob, "INBOX");
        junk = TestStore.id(bob, "Junk");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private UidSet deliver(String mailbox) {
        Place place = store.deliver(TestStore.account(1), mailbox, "a");
        return UidSet.of(place.uid());
    }

    private static FlagChange adding(String... flags) {
        return new FlagChange(FlagChange.Mode.ADD, Flags.of(flags));
    }

    private List<String> said() {
        return store.mailboxes.corrections(new AccountId(1), 100).stream()
                .flatMap(said -> said.corrections().stream())
                .map(each -> each.kind() + " " + each.email().value())
                .toList();
    }

    @Test
    void deliveryIntoJunkIsNobodysWord() {
        deliver("Junk");
        deliver("INBOX");

        assertThat(said()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void movesIntoAndOutOfJunkSayWhatTheMessageIs() {
        bob.move(inbox, deliver("INBOX"), junk);
        bob.move(junk, UidSet.of(1), inbox);

        assertThat(said()).containsExactly("SPAM 1", "HAM 1");
        assertThat(told).containsExactly(new AccountId(1), new AccountId(1));
    }

    @Test
    void emptyingJunkIntoTrashSaysNothing() {
        deliver("Junk");

        bob.move(junk, UidSet.of(1), TestStore.id(bob, "Trash"));

        assertThat(said()).isEmpty();
    }

    @Test
    void clientsWithoutMoveCopy() {
        bob.copy(inbox, deliver("INBOX"), junk);
        bob.copy(junk, UidSet.of(1), TestStore.id(bob, "Archive"));

        assertThat(said()).containsExactly("SPAM 1", "HAM 1");
    }

    @Test
    void appendedMessagesAreSpamInJunkAndWhatTheirKeywordsSayElsewhere() {
        bob.append(junk, List.of(store.message("a")));
        bob.append(inbox, List.of(store.message("b", "NonJunk"), store.message("c")));

        assertThat(said()).containsExactly("SPAM 1", "HAM 2");
    }

    @Test
    void keywordsOfTheStandardAndOfThunderbirdCount() {
        UidSet message = deliver("INBOX");
        bob.store(inbox, message, adding("$junk"), OptionalLong.empty());
        bob.store(inbox, message, adding("$Junk", "\\Seen"), OptionalLong.empty());
        bob.store(
                inbox,
                message,
                new FlagChange(FlagChange.Mode.REMOVE, Flags.of("$Junk")),
                OptionalLong.empty());
        bob.store(inbox, message, adding("NonJunk"), OptionalLong.empty());
        bob.store(inbox, message, adding("\\Flagged"), OptionalLong.empty());

        assertThat(said()).containsExactly("SPAM 1", "SPAM_WITHDRAWN 1", "HAM 1");
    }

    @Test
    void aMoveToSomebodyElsesJunkIsTheirCorrection() {
        AccountMailboxes alice = store.mailboxes.open(TestStore.account(2), TestStore.account(1));
        UidSet message = deliver("INBOX");

        bob.move(inbox, message, new Destination(alice, TestStore.id(alice, "Junk"), Rights.ALL));

        assertThat(said()).isEmpty();
        assertThat(store.mailboxes.corrections(new AccountId(2), 9)).hasSize(1);
        assertThat(told).containsExactly(new AccountId(2));
    }

    @Test
    void whatWasSaidOutlastsACrashAndIsTakenAwayByWhoLearns() {
        bob.move(inbox, deliver("INBOX"), junk);
        store.crash();
        bob = store.open(1);
        assertThat(said()).containsExactly("SPAM 1");

        Change taken =
                new Change.Delete(
                        store.mailboxes.corrections(new AccountId(1), 1).getFirst().key());
        store.mailboxes.file(List.of(), List.of(SpaceChanges.of(Space.account(1), List.of(taken))));

        assertThat(said()).isEmpty();
    }

    @Test
    void nothingIsWrittenWhereNobodyLearns() {
        try (TestStore other = new TestStore(TestStore.CONFIG.withCorrections(false))) {
            AccountMailboxes carol = other.open(3);
            carol.append(TestStore.id(carol, "Junk"), List.of(other.message("a")));
            assertThat(other.mailboxes.corrections(new AccountId(3), 9)).isEmpty();
        }
    }
}
