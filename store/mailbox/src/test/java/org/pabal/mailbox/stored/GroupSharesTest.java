// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

/// Mailboxes that are shared with a group of the built-in directory, in one store with it.
class GroupSharesTest {
    private static final Address TEAM = Address.of("team@example.org");
    private static final Rights LR = Rights.of("lr");

    private FakeStorage storage = new FakeStorage();
    private BuiltInDirectory directory = directory();
    private StoredMailboxes store = store();

    @BeforeEach
    void people() {
        directory.addDomain(Domain.of("example.org"));
        for (String name : List.of("alice", "bob", "carol")) {
            directory.addAccount(
                    new NewAccount(
                            Address.of(name + "@example.org"),
                            "correct horse",
                            name,
                            Language.ENGLISH,
                            OptionalLong.empty()));
        }
        directory.addAlias(
                new Alias(
                        TEAM,
                        List.of(Address.of("bob@example.org"), Address.of("alice@example.org")),
                        Optional.empty(),
                        Optional.of(WhoMaySend.ANYONE)));
    }

    @AfterEach
    void close() {
        store.close();
        directory.close();
        storage.close();
    }

    private BuiltInDirectory directory() {
        return new BuiltInDirectory(
                storage,
                DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                new SecureRandom(),
                InstantSource.system());
    }

    private StoredMailboxes store() {
        return new StoredMailboxes(
                storage, () -> TestStore.START, TestStore.CONFIG, directory.groups());
    }

    private void restart() {
        store.close();
        directory.close();
        storage = storage.reopened();
        directory = directory();
        store = store();
    }

    private Account account(String name) {
        return directory.account(Address.of(name + "@example.org")).orElseThrow();
    }

    private Grantee team() {
        return new Grantee.Group(directory.groups().find(TEAM).orElseThrow().id());
    }

    private void give(Rights rights) {
        AccountMailboxes alices = store.open(account("alice"));
        alices.changeAcl(inbox(alices), acl -> acl.giving(team(), rights));
    }

    private static MailboxId inbox(AccountMailboxes mailboxes) {
        return mailboxes.find(MailboxName.INBOX).orElseThrow().id();
    }

    private AccountMailboxes alicesAs(String reader) {
        return store.open(account("alice"), account(reader));
    }

    private Rights rights(String reader) {
        return alicesAs(reader).find(MailboxName.INBOX).orElseThrow().rights();
    }

    private List<AccountId> sharing(String reader) {
        return store.sharedWith(account(reader));
    }

    private void join(String name) {
        directory.addMembers(TEAM, List.of(Address.of(name + "@example.org")));
    }

    private void leave(String name) {
        directory.removeMembers(TEAM, List.of(Address.of(name + "@example.org")));
    }

    @Test
    void membersHaveTheRightsAsLongAsTheyAreMembers() {
        give(LR);
        AccountMailboxes kept = alicesAs("bob");
        assertThat(rights("bob")).isEqualTo(LR);
        assertThat(rights("carol")).isEqualTo(Rights.NONE);
        assertThat(sharing("bob")).containsExactly(account("alice").id());
        assertThat(sharing("carol")).isEmpty();
        leave("bob");
        join("carol");
        assertThat(kept.find(MailboxName.INBOX).orElseThrow().rights()).isEqualTo(Rights.NONE);
        assertThat(kept.state().mailboxes()).isEmpty();
        assertThat(sharing("bob")).isEmpty();
        assertThat(rights("carol")).isEqualTo(LR);
        restart();
        assertThat(rights("carol")).isEqualTo(LR);
        assertThat(sharing("carol")).containsExactly(account("alice").id());
    }

    /// RFC 9670 §3: neither the owner nor whoever did it.
    @Test
    void membersAreToldWhatChangesInAll() {
        give(LR);
        AccountMailboxes alices = store.open(account("alice"));
        ShareNotice first = store.shareNotices(account("bob").id(), 10).getFirst();
        assertThat(first.before()).isEqualTo(Rights.NONE);
        assertThat(first.after()).isEqualTo(LR);
        assertThat(store.shareNotices(account("alice").id(), 10)).isEmpty();
        store.shareNoticesTaken(List.of(first), List.of());
        alices.changeAcl(
                inbox(alices), acl -> acl.giving(new Grantee.Account(account("bob").id()), LR));
        assertThat(store.shareNotices(account("bob").id(), 10)).isEmpty(); // nothing new
        alices.changeAcl(inbox(alices), acl -> acl.withholding(team(), Rights.of("r")));
        assertThat(store.shareNotices(account("bob").id(), 10))
                .extracting(ShareNotice::after)
                .containsExactly(Rights.of("l"));
        leave("bob");
        store.noteSettings();
        assertThat(store.shareNotices(account("bob").id(), 10)).hasSize(1);
    }

    /// What a reader knows is too old as soon as others belong to the group, also when the server was
    /// killed before it said so.
    @Test
    void whatReadersKnowEndsWithAChangeOfMembers() {
        give(LR);
        store.noteSettings();
        AccountPoint known = alicesAs("bob").state().point();
        assertThat(alicesAs("bob").state().mailboxesSince(known, 10)).isPresent();
        join("carol");
        store.noteSettings();
        assertThat(alicesAs("bob").state().mailboxesSince(known, 10)).isEmpty();
        AccountPoint later = alicesAs("bob").state().point();
        store.noteSettings();
        assertThat(alicesAs("bob").state().mailboxesSince(later, 10)).isPresent();
        store.close(); // hears of nothing any more
        leave("carol");
        restart();
        assertThat(alicesAs("bob").state().mailboxesSince(later, 10)).isPresent();
        store.noteSettings();
        assertThat(alicesAs("bob").state().mailboxesSince(later, 10)).isEmpty();
    }

    @Test
    void whoComesAndGoesIsToLookAgain() {
        Set<AccountId> told = ConcurrentHashMap.newKeySet();
        give(LR);
        store.noteSettings();
        store.listen(
                new StoreListener() {
                    @Override
                    public void shared(AccountId recipient) {
                        told.add(recipient);
                    }
                });
        join("carol");
        leave("bob");
        store.noteSettings();
        assertThat(told).containsExactlyInAnyOrder(account("bob").id(), account("carol").id());
    }

    @Test
    void aGroupThatIsNoMoreLeavesNoRights() {
        give(LR);
        AccountMailboxes alices = store.open(account("alice"));
        store.shareNoticesTaken(store.shareNotices(account("bob").id(), 10), List.of());
        directory.removeAlias(TEAM);
        assertThat(rights("bob")).isEqualTo(Rights.NONE);
        assertThat(sharing("bob")).isEmpty();
        store.noteSettings();
        assertThat(alices.find(MailboxName.INBOX).orElseThrow().acl().isEmpty()).isTrue();
        assertThat(store.shareNotices(account("bob").id(), 10)).isEmpty();
        directory.addAlias(
                new Alias(
                        TEAM,
                        List.of(Address.of("bob@example.org")),
                        Optional.empty(),
                        Optional.of(WhoMaySend.ANYONE)));
        restart();
        assertThat(rights("bob")).isEqualTo(Rights.NONE);
    }

    @Test
    void manyGroupsAreFoundAmongMoreShares() {
        List<Grantee> groups = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            Address address = Address.of("g" + i + "@example.org");
            directory.addAlias(
                    new Alias(
                            address,
                            i % 2 == 0 ? List.of(Address.of("carol@example.org")) : List.of(),
                            Optional.empty(),
                            Optional.of(WhoMaySend.ANYONE)));
            groups.add(new Grantee.Group(directory.groups().find(address).orElseThrow().id()));
        }
        AccountMailboxes alices = store.open(account("alice"));
        AccountMailboxes bobs = store.open(account("bob"));
        for (AccountMailboxes each : List.of(alices, bobs)) {
            each.changeAcl(
                    inbox(each),
                    acl -> {
                        var more = acl;
                        for (Grantee group : groups) {
                            more = more.giving(group, LR);
                        }
                        return more;
                    });
        }
        assertThat(sharing("carol")).containsExactly(account("alice").id(), account("bob").id());
        alices.changeAcl(inbox(alices), acl -> org.pabal.mailbox.Acl.NONE);
        assertThat(sharing("carol")).containsExactly(account("bob").id());
    }
}
