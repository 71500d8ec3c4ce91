// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AclOutcome;
import org.pabal.mailbox.AccountMailboxes.Listener;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.StoreListener;

/// ACLs as records, and the index of who shares with whom.
class SharingTest {
    private static final Grantee ANYONE = new Grantee.Anyone();
    private static final AccountId BOB = new AccountId(2);
    private static final Grantee TO_BOB = new Grantee.Account(BOB);
    private static final Rights LR = Rights.of("lr");

    private final TestStore store = new TestStore();
    private AccountMailboxes owner = store.open(1);

    @AfterEach
    void close() {
        store.close();
    }

    private void give(AccountMailboxes who, String mailbox, Grantee to, Rights rights) {
        assertThat(who.changeAcl(id(who, mailbox), acl -> acl.giving(to, rights)))
                .isInstanceOf(AclOutcome.Done.class);
    }

    private Acl acl(String mailbox) {
        return owner.find(MailboxName.of(mailbox)).orElseThrow().acl();
    }

    private List<Long> sharedWith(long reader) {
        return store.mailboxes.sharedWith(account(reader)).stream().map(AccountId::value).toList();
    }

    @Test
    void anAclLastsWithItsMailboxUnderAnyName() {
        owner.create(MailboxName.of("Team"), Optional.empty());
        give(owner, "Team", TO_BOB, LR);
        owner.changeAcl(id(owner, "Team"), acl -> acl.withholding(ANYONE, Rights.of("w")));
        owner.rename(MailboxName.of("Team"), MailboxName.of("Group/Team"));
        store.restart();
        owner = store.open(1);
        assertThat(acl("Group/Team"))
                .isEqualTo(Acl.NONE.giving(TO_BOB, LR).withholding(ANYONE, Rights.of("w")));
        assertThat(acl("Group")).isEqualTo(Acl.NONE);
        owner.delete(MailboxName.of("Group/Team"));
        owner.create(MailboxName.of("Group/Team"), Optional.empty());
        assertThat(acl("Group/Team")).isEqualTo(Acl.NONE);
        assertThat(sharedWith(2)).isEmpty();
    }

    @Test
    void newMailboxesInheritFromTheOneAboveThem() {
        owner.create(MailboxName.of("Team"), Optional.empty());
        give(owner, "Team", TO_BOB, LR);
        owner.create(MailboxName.of("Team/a/b"), Optional.empty());
        assertThat(acl("Team/a/b")).isEqualTo(Acl.NONE.giving(TO_BOB, LR));
        give(owner, "Team", TO_BOB, Rights.NONE);
        assertThat(acl("Team/a")).isEqualTo(Acl.NONE.giving(TO_BOB, LR));
        assertThat(sharedWith(2)).containsExactly(1L);
        owner.delete(MailboxName.of("Team/a/b"));
        owner.delete(MailboxName.of("Team/a"));
        assertThat(sharedWith(2)).isEmpty();
        store.restart();
        assertThat(sharedWith(2)).isEmpty();
        assertThat(store.open(1).find(MailboxName.of("Team")).orElseThrow().acl())
                .isEqualTo(Acl.NONE);
    }

    @Test
    void theIndexKnowsWhoSharesWithAReaderOrWithAnyone() {
        give(owner, "INBOX", TO_BOB, LR);
        AccountMailboxes third = store.open(3);
        give(third, "Archive", ANYONE, LR);
        give(third, "Archive", TO_BOB, LR);
        AccountMailboxes bob = store.open(2);
        give(bob, "INBOX", ANYONE, LR);
        assertThat(sharedWith(2)).containsExactly(1L, 3L);
        assertThat(sharedWith(4)).containsExactly(2L, 3L);
        owner.changeAcl(id(owner, "INBOX"), acl -> acl.withholding(TO_BOB, LR));
        assertThat(sharedWith(2)).containsExactly(1L, 3L);
        store.restart();
        assertThat(sharedWith(2)).containsExactly(1L, 3L);
    }

    @Test
    void aRemovedAccountSharesNothingAndIsGivenNothing() {
        give(owner, "INBOX", TO_BOB, LR);
        give(owner, "INBOX", ANYONE, LR);
        AccountMailboxes bob = store.open(2);
        give(bob, "INBOX", new Grantee.Account(new AccountId(1)), LR);
        store.mailboxes.removeAll(BOB);
        assertThat(sharedWith(1)).isEmpty();
        assertThat(acl("INBOX")).isEqualTo(Acl.NONE.giving(ANYONE, LR));
        assertThat(sharedWith(2)).containsExactly(1L);
        store.mailboxes.removeAll(new AccountId(1));
        assertThat(sharedWith(2)).isEmpty();
    }

    /// RFC 9670 §3: told once to each, whoever changed what, also after a restart.
    @Test
    void whoseRightsChangeIsToldOnce() {
        List<AccountId> told = new ArrayList<>();
        store.mailboxes.listen(
                new StoreListener() {
                    @Override
                    public void shared(AccountId recipient) {
                        told.add(recipient);
                    }
                });
        owner.create(MailboxName.of("Team"), Optional.empty());
        give(owner, "Team", TO_BOB, LR);
        give(owner, "Team", ANYONE, LR);
        assertThat(told).containsExactly(BOB);
        AccountMailboxes byCarol = store.mailboxes.open(account(1), account(3));
        give(byCarol, "Team", TO_BOB, Rights.of("lrs"));
        store.restart();
        ShareNotice notice =
                new ShareNotice(
                        BOB,
                        new AccountId(1),
                        id(store.open(1), "Team"),
                        MailboxName.of("Team"),
                        new AccountId(3),
                        TestStore.START,
                        LR,
                        Rights.of("lrs"));
        assertThat(store.mailboxes.shareNotices(BOB, 10)).containsExactly(notice);
        owner = store.open(1);
        owner.delete(MailboxName.of("Team"));
        assertThat(store.mailboxes.shareNoticesTaken(List.of(notice), List.of())).isFalse();
        List<ShareNotice> left = store.mailboxes.shareNotices(BOB, 10);
        assertThat(left).extracting(ShareNotice::after).containsExactly(Rights.NONE);
        assertThat(store.mailboxes.shareNoticesTaken(left, List.of())).isTrue();
        assertThat(store.mailboxes.shareNotices(BOB, 10)).isEmpty();
        give(owner, "INBOX", TO_BOB, LR);
        store.mailboxes.removeAll(BOB);
        assertThat(store.mailboxes.shareNotices(BOB, 10)).isEmpty();
    }

    @Test
    void anAclHasALimit() {
        MailboxId inbox = id(owner, "INBOX");
        AclOutcome outcome =
                owner.changeAcl(
                        inbox,
                        acl -> {
                            Acl more = acl;
                            for (long i = 2; i < 1_003; i++) {
                                more = more.giving(new Grantee.Account(new AccountId(i)), LR);
                            }
                            return more;
                        });
        assertThat(outcome).isEqualTo(new AclOutcome.TooMany(1_000));
        assertThat(acl("INBOX")).isEqualTo(Acl.NONE);
        assertThat(owner.changeAcl(new MailboxId(99), acl -> acl))
                .isEqualTo(new AclOutcome.NoSuchMailbox());
    }

    @Test
    void listenersHearWhatChanged() {
        List<String> heard = new ArrayList<>();
        Listener listener =
                new Listener() {
                    @Override
                    public void mailboxChanged(MailboxId mailbox) {
                        heard.add("mailbox " + mailbox.value());
                    }

                    @Override
                    public void namesChanged() {
                        heard.add("names");
                    }

                    @Override
                    public void subscriptionsChanged() {
                        heard.add("subscriptions");
                    }

                    @Override
                    public void aclChanged(MailboxId mailbox) {
                        heard.add("acl " + mailbox.value());
                    }
                };
        long inbox = id(owner, "INBOX").value();
        try (var watch = owner.watch(listener)) {
            give(owner, "INBOX", TO_BOB, LR);
            owner.subscribe(MailboxName.of("Elsewhere"));
            give(owner, "INBOX", TO_BOB, LR);
        }
        assertThat(heard).containsExactly("mailbox " + inbox, "acl " + inbox, "subscriptions");
    }
}
