// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.AlreadyExists;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.Done;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.NoSuchMailbox;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.NotAllowed;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;

/// CREATE, DELETE, RENAME, SUBSCRIBE. RFC 9051 §6.3.4 to §6.3.8.
class MailboxNamesTest {
    private final TestStore store = new TestStore(TestStore.config(40, 10, 1000));
    private AccountMailboxes account;

    @BeforeEach
    void open() {
        account = store.open(1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static MailboxName name(String text) {
        return MailboxName.of(text);
    }

    private AccountMailboxes.NameOutcome create(String text) {
        return account.create(name(text), Optional.empty());
    }

    private List<String> names() {
        return account.list().stream().map(info -> info.name().text()).toList();
    }

    @Test
    void firstMailboxesAreInboxAndTheSpecialUses() {
        assertThat(names()).containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
        assertThat(account.find(name("Sent")).flatMap(MailboxInfo::specialUse))
                .contains(SpecialUse.SENT);
        assertThat(account.find(name("inbox"))).isPresent();
    }

    @Test
    void createMakesMissingParents() {
        assertThat(create("a/b/c")).isInstanceOf(Done.class);
        assertThat(names()).contains("a", "a/b", "a/b/c");
        assertThat(account.find(name("a/b")).orElseThrow().selectable()).isTrue();
        assertThat(create("a/b")).isEqualTo(new AlreadyExists());
        assertThat(create("Inbox")).isEqualTo(new AlreadyExists());
        store.restart();
        account = store.open(1);
        assertThat(names()).contains("a", "a/b", "a/b/c");
    }

    @Test
    void oneMailboxPerSpecialUse() {
        assertThat(account.create(name("Sent2"), Optional.of(SpecialUse.SENT)))
                .isInstanceOf(NotAllowed.class);
        account.delete(name("Sent"));
        assertThat(account.create(name("Sent2"), Optional.of(SpecialUse.SENT)))
                .isInstanceOf(Done.class);
    }

    /// THREATS I09.
    @Test
    void mailboxesAreLimited() {
        for (int i = names().size(); i < 40; i++) {
            assertThat(create("m" + i)).isInstanceOf(Done.class);
        }
        assertThat(create("one-more"))
                .isInstanceOfSatisfying(NotAllowed.class, no -> assertThat(no.limit()).isTrue());
        account.delete(name("m39"));
        assertThat(create("x/y"))
                .isInstanceOfSatisfying(NotAllowed.class, no -> assertThat(no.limit()).isTrue());
        assertThat(create("x")).isInstanceOf(Done.class);
    }

    /// THREATS I22.
    @Test
    void aNameMadeAgainHasALargerUidValidityAndAnotherId() {
        Done first = (Done) create("again");
        long validity = account.snapshot(first.mailbox()).orElseThrow().uidValidity();
        account.delete(name("again"));
        assertThat(account.snapshot(first.mailbox())).isEmpty();
        store.restart();
        account = store.open(1);
        Done second = (Done) create("again");
        assertThat(second.mailbox()).isNotEqualTo(first.mailbox());
        assertThat(account.snapshot(second.mailbox()).orElseThrow().uidValidity())
                .isGreaterThan(validity);
    }

    @Test
    void inboxCannotBeDeleted() {
        assertThat(account.delete(MailboxName.INBOX)).isInstanceOf(NotAllowed.class);
        assertThat(account.delete(name("nothing"))).isEqualTo(new NoSuchMailbox());
    }

    @Test
    void deletingAParentLeavesANameThatCannotBeSelected() {
        create("a/b");
        store.deliver(account(1), "a", "gone");
        MailboxId id = id(account, "a");
        assertThat(account.delete(name("a"))).isEqualTo(new Done(id));
        MailboxInfo left = account.find(name("a")).orElseThrow();
        assertThat(left.selectable()).isFalse();
        assertThat(left.id()).isNotEqualTo(id);
        assertThat(account.snapshot(left.id())).isEmpty();
        assertThat(account.snapshot(id)).isEmpty();
        assertThat(account.quota().messages().used()).isZero();
        assertThat(account.delete(name("a"))).isInstanceOf(NotAllowed.class);
        assertThat(store.deliver(account(1), "a", "x").mailbox()).isEqualTo(MailboxName.INBOX);

        assertThat(create("a")).isInstanceOf(Done.class);
        assertThat(account.find(name("a")).orElseThrow().selectable()).isTrue();
    }

    @Test
    void aNameWithoutMessagesGoesWithItsLastChild() {
        create("a/b/c");
        account.delete(name("a"));
        account.delete(name("a/b"));
        assertThat(names()).contains("a", "a/b", "a/b/c");
        account.delete(name("a/b/c"));
        assertThat(names()).doesNotContain("a", "a/b", "a/b/c");
    }

    @Test
    void renameTakesChildrenAndMessagesAlong() {
        create("a/b/c");
        store.deliver(account(1), "a/b", "x");
        MailboxId id = id(account, "a/b");
        long validity = account.snapshot(id).orElseThrow().uidValidity();
        assertThat(account.rename(name("a/b"), name("new/place"))).isEqualTo(new Done(id));
        assertThat(names()).contains("a", "new", "new/place", "new/place/c");
        assertThat(names()).doesNotContain("a/b", "a/b/c");
        assertThat(account.snapshot(id).orElseThrow().count()).isEqualTo(1);
        assertThat(account.snapshot(id).orElseThrow().uidValidity()).isEqualTo(validity);
        store.restart();
        account = store.open(1);
        assertThat(id(account, "new/place")).isEqualTo(id);
    }

    @Test
    void renameIsRefusedWhereItCannotBe() {
        create("a/b");
        create("c");
        assertThat(account.rename(name("nothing"), name("x"))).isEqualTo(new NoSuchMailbox());
        assertThat(account.rename(name("a"), name("c"))).isEqualTo(new AlreadyExists());
        assertThat(account.rename(name("a"), name("a/b/x"))).isInstanceOf(NotAllowed.class);
        assertThat(account.rename(name("a"), name("a"))).isEqualTo(new AlreadyExists());
        String deep = "x".repeat(254);
        assertThat(account.rename(name("a"), name(deep)))
                .isInstanceOfSatisfying(NotAllowed.class, no -> assertThat(no.limit()).isTrue());
        assertThat(names()).contains("a", "a/b", "c");
    }

    @Test
    void renamingInboxMovesItsMessagesAndKeepsItsChildren() {
        create("INBOX/child");
        store.deliver(account(1), "INBOX", "one");
        store.deliver(account(1), "INBOX", "two");
        MailboxId inbox = id(account, "INBOX");
        assertThat(account.rename(MailboxName.INBOX, name("old"))).isInstanceOf(Done.class);
        assertThat(id(account, "INBOX")).isEqualTo(inbox);
        assertThat(inbox(account).count()).isZero();
        assertThat(inbox(account).uidNext()).isEqualTo(3);
        assertThat(account.snapshot(id(account, "old")).orElseThrow().count()).isEqualTo(2);
        assertThat(names()).contains("INBOX/child");
        assertThat(account.expungedSince(inbox, 1)).hasValue(TestStore.range(1, 2));
        assertThat(account.quota().messages().used()).isEqualTo(2);
    }

    /// RFC 9051 §6.3.7: the server takes no subscription back by itself.
    @Test
    void subscriptionsOutliveMailboxesAndFollowARename() {
        create("a");
        account.subscribe(name("a"));
        account.subscribe(name("never/made"));
        account.rename(name("a"), name("b"));
        assertThat(account.subscriptions())
                .extracting(MailboxName::text)
                .contains("a", "b", "never/made");
        assertThat(account.find(name("b")).orElseThrow().subscribed()).isTrue();
        account.delete(name("b"));
        account.unsubscribe(name("a"));
        store.restart();
        account = store.open(1);
        assertThat(account.subscriptions())
                .extracting(MailboxName::text)
                .contains("b", "never/made")
                .doesNotContain("a");
    }

    @Test
    void namesAreListedInOrderWithInboxFirst() {
        create("INBOX/x");
        create("가나다");
        create("A");
        assertThat(names())
                .containsExactly(
                        "INBOX", "A", "Archive", "Drafts", "INBOX/x", "Junk", "Sent", "Trash",
                        "가나다");
    }
}
