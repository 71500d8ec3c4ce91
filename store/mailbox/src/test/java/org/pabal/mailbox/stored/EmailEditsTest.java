// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot.Counts;
import org.pabal.mailbox.AddOutcome;
import org.pabal.mailbox.EditOutcome;
import org.pabal.mailbox.EditOutcome.Edited;
import org.pabal.mailbox.EditOutcome.OfEmail;
import org.pabal.mailbox.EditOutcome.Place;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailEdit.Update;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails.Email;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.UidSet;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

/// What becomes of emails that are edited in all their places. RFC 8621 §4.6.
class EmailEditsTest {
    private static final EmailId FIRST = new EmailId(1);

    private final TestStore store = new TestStore();
    private AccountMailboxes bob;
    private MailboxId inbox;
    private MailboxId junk;
    private MailboxId archive;

    @BeforeEach
    void open() {
        bob = store.open(1);
        inbox = id(bob, "INBOX");
        junk = id(bob, "Junk");
        archive = id(bob, "Archive");
        store.deliver(account(1), "INBOX", "first");
        store.deliver(account(1), "INBOX", "second");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private OfEmail edit(EmailEdit... edits) {
        return ((Edited) bob.edit(Optional.empty(), List.of(edits))).emails().getFirst();
    }

    private Email first() {
        return bob.state().emails().find(FIRST).orElseThrow();
    }

    private static Update into(MailboxId... mailboxes) {
        return Update.mailboxes(FIRST, _ -> Set.of(mailboxes));
    }

    @Test
    void anEmailIsPutWhereItIsToLieAndKeepsItsFlags() {
        bob.copy(inbox, UidSet.of(1), archive);
        edit(Update.flags(FIRST, flags -> flags.plus(Flags.of("work"))));

        assertThat(edit(into(archive, junk)))
                .isEqualTo(new OfEmail.Done(List.of(new Place(junk, 1))));

        assertThat(first().mailboxes()).containsExactlyInAnyOrder(archive, junk);
        assertThat(first().flags()).isEqualTo(Flags.of("work"));
        assertThat(bob.expungedSince(inbox, 1)).contains(UidSet.of(1));
        assertThat(bob.quota().messages().used()).isEqualTo(3);
    }

    @Test
    void everyEditHasItsOwnOutcomeAndAllAreOneCommit() {
        long version = store.storage.version(org.pabal.storage.Space.account(1));
        MailboxId none = new MailboxId(99);
        Flags many =
                Flags.of(java.util.stream.IntStream.range(0, 300).mapToObj(i -> "k" + i).toList());
        EmailId second = new EmailId(2);
        store.deliver(account(1), "INBOX", "third");
        store.deliver(account(1), "INBOX", "fourth");

        Edited edited =
                (Edited)
                        bob.edit(
                                Optional.of(bob.state().point()),
                                List.of(
                                        into(inbox, none),
                                        Update.mailboxes(second, _ -> Set.of()),
                                        Update.flags(new EmailId(3), _ -> many),
                                        new EmailEdit.Destroy(new EmailId(4)),
                                        new EmailEdit.Destroy(new EmailId(5))));

        assertThat(edited.emails())
                .containsExactly(
                        new OfEmail.NoSuchMailbox(Set.of(none)),
                        new OfEmail.NoMailboxLeft(),
                        new OfEmail.TooManyKeywords(200),
                        new OfEmail.Done(List.of()),
                        new OfEmail.NoSuchEmail());
        assertThat(edited.after()).isEqualTo(bob.state().point());
        assertThat(edited.after().modSeq()).isEqualTo(edited.before().modSeq() + 1);
        assertThat(bob.state().emails().count()).isEqualTo(3);
        assertThat(store.storage.version(org.pabal.storage.Space.account(1)))
                .isGreaterThan(version);
    }

    @Test
    void nothingIsDoneWhereTheAccountIsElsewhere() {
        AccountPoint before = bob.state().point();
        edit(Update.flags(FIRST, _ -> Flags.of(Flags.SEEN)));

        assertThat(bob.edit(Optional.of(before), List.of(new EmailEdit.Destroy(FIRST))))
                .isEqualTo(new EditOutcome.StateMismatch(bob.state().point()));
        assertThat(
                        bob.add(
                                Optional.of(before),
                                store.message("x"),
                                Set.of(inbox),
                                Optional.empty()))
                .isEqualTo(new AddOutcome.StateMismatch(bob.state().point()));
        assertThat(bob.state().emails().has(FIRST)).isTrue();
    }

    @Test
    void aFailedCommitLeavesEverythingAsItWas() {
        AccountPoint before = bob.state().point();
        store.storage.failNextCommits(new StorageException.Full("full"));
        assertThatThrownBy(() -> edit(into(junk))).isInstanceOf(UnavailableException.class);
        store.storage.stopFailing();

        assertThat(bob.state().point()).isEqualTo(before);
        assertThat(first().mailboxes()).containsExactly(inbox);
        edit(into(junk));
        store.crash();
        bob = store.open(1);
        assertThat(first().mailboxes()).containsExactly(junk);
    }

    @Test
    void whereAnEmailIsPutSaysWhetherItIsSpam() {
        edit(into(junk));
        edit(into(inbox, archive));
        edit(into(inbox, junk));
        edit(into(id(bob, "Trash")));
        edit(Update.flags(FIRST, flags -> flags.plus(Flags.of("$Junk"))));

        assertThat(
                        store.mailboxes.corrections(new AccountId(1), 100).stream()
                                .flatMap(said -> said.corrections().stream())
                                .map(each -> each.kind() + " " + each.email().value()))
                .containsExactly("SPAM 1", "HAM 1", "SPAM 1", "SPAM 1");
    }

    @Test
    void moreCopiesThanTheQuotaAllowsAreRefused() {
        var limited = account(1, OptionalLong.of(bob.quota().storage().used() + 10));
        AccountMailboxes full = store.mailboxes.open(limited);
        assertThat(((Edited) full.edit(Optional.empty(), List.of(into(inbox, archive)))).emails())
                .containsExactly(new OfEmail.OverQuota(QuotaResource.STORAGE));
        assertThat(((Edited) full.edit(Optional.empty(), List.of(into(archive)))).emails())
                .containsExactly(new OfEmail.Done(List.of(new Place(archive, 1))));
    }

    @Test
    void aMessageIsAddedToSeveralMailboxesAndReplacesAnother() {
        NewMessage draft = store.message("draft", Flags.DRAFT);
        AddOutcome.Added added =
                (AddOutcome.Added)
                        bob.add(
                                Optional.empty(),
                                draft,
                                Set.of(inbox, archive),
                                Optional.of(FIRST));

        assertThat(added.email()).isEqualTo(new EmailId(3));
        assertThat(added.size()).isEqualTo(draft.message().octets());
        assertThat(added.places())
                .containsExactlyInAnyOrder(new Place(inbox, 3), new Place(archive, 1));
        assertThat(added.after()).isEqualTo(bob.state().point());
        assertThat(bob.state().emails().has(FIRST)).isFalse();
        assertThat(bob.state().emails().count()).isEqualTo(2);
        assertThat(bob.state().counts(inbox)).isEqualTo(new Counts(2, 1, 2, 1));
        assertThat(bob.add(Optional.empty(), store.message("x"), Set.of(inbox), Optional.of(FIRST)))
                .isEqualTo(new AddOutcome.NoSuchEmail());
        assertThat(bob.add(Optional.empty(), store.message("x"), Set.of(), Optional.empty()))
                .isEqualTo(new AddOutcome.NoSuchMailbox(Set.of()));
    }

    @Test
    void readersHaveTheirOwnSeenAndReachWhatTheySee() {
        bob.changeAcl(
                archive, acl -> acl.giving(new Grantee.Account(new AccountId(7)), Rights.ALL));
        bob.copy(inbox, UidSet.of(1), archive);
        AccountMailboxes eve = store.mailboxes.open(account(1), account(7));

        assertThat(eve.state().emails().count()).isEqualTo(1);
        assertThat(eve.state().mailboxes()).hasSize(1);
        eve.edit(
                Optional.empty(),
                List.of(Update.flags(FIRST, _ -> Flags.of(Flags.SEEN, Flags.FLAGGED))));
        assertThat(eve.state().emails().find(FIRST).orElseThrow().flags())
                .isEqualTo(Flags.of(Flags.SEEN, Flags.FLAGGED));
        assertThat(eve.state().counts(archive)).isEqualTo(new Counts(1, 0, 1, 0));
        assertThat(first().flags()).isEqualTo(Flags.of(Flags.FLAGGED));
        assertThat(
                        ((Edited)
                                        eve.edit(
                                                Optional.empty(),
                                                List.of(
                                                        into(inbox),
                                                        new EmailEdit.Destroy(new EmailId(2)))))
                                .emails())
                .containsExactly(
                        new OfEmail.NoSuchMailbox(Set.of(inbox)), new OfEmail.NoSuchEmail());
        eve.edit(Optional.empty(), List.of(new EmailEdit.Destroy(FIRST)));
        assertThat(first().mailboxes()).containsExactly(inbox);
    }

    @Test
    void watchersHearOfEachChangeOfTheState() {
        List<String> heard = new ArrayList<>();
        try (AccountMailboxes.Watch watch =
                bob.watch(
                        new AccountMailboxes.Listener() {
                            @Override
                            public void mailboxChanged(MailboxId mailbox) {}

                            @Override
                            public void stateChanged(AccountPoint now, Set<DataType> types) {
                                heard.add(now.modSeq() + " " + types);
                            }
                        })) {
            long at = bob.state().point().modSeq();
            edit(Update.flags(FIRST, _ -> Flags.of(Flags.SEEN)));
            edit(into(archive));
            store.deliver(account(1), "INBOX", "third");
            bob.create(MailboxName.of("new"), Optional.empty());
            bob.subscribe(MailboxName.of("new"));
            bob.setSpecialUse(id(bob, "new"), Optional.of(SpecialUse.IMPORTANT));
            bob.changeAcl(inbox, acl -> acl.giving(new Grantee.Anyone(), Rights.READ));
            bob.claimRecent(bob.snapshot(inbox).orElseThrow());

            assertThat(heard)
                    .containsExactly(
                            at + 1 + " [EMAIL, MAILBOX]",
                            at + 2 + " [EMAIL, THREAD, MAILBOX]",
                            at + 3 + " [EMAIL, EMAIL_DELIVERY, THREAD, MAILBOX]",
                            at + 4 + " [MAILBOX]",
                            at + 5 + " [MAILBOX]",
                            at + 6 + " [MAILBOX]",
                            at + 7 + " [MAILBOX]");
            assertThat(watch).isNotNull();
        }
    }
}
