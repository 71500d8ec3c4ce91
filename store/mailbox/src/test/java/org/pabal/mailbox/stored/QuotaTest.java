// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.AccountMailboxes.Quota.Use;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

class QuotaTest {
    private final TestStore store =
            new TestStore(TestStore.CONFIG.withWarningPercents(List.of(90, 50)));
    private final List<QuotaCrossing> crossings = new ArrayList<>();

    @BeforeEach
    void listen() {
        store.mailboxes.listen(
                new StoreListener() {
                    @Override
                    public void quotaCrossed(QuotaCrossing crossing) {
                        crossings.add(crossing);
                    }
                });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Account limited(long octets, long messages) {
        return TestStore.account(1).withQuota(OptionalLong.of(octets), OptionalLong.of(messages));
    }

    private NewMessage message(int octets) {
        return new NewMessage(
                store.stage(TestStore.octets("m", octets)), Flags.NONE, TestStore.START);
    }

    @Test
    void theResourceThatIsUsedUpIsNamed() {
        Account account = limited(1_000, 3);
        AccountMailboxes mailboxes = store.mailboxes.open(account);
        MailboxId inbox = id(mailboxes, "INBOX");
        assertThat(mailboxes.append(inbox, List.of(message(600), message(600))))
                .isEqualTo(new AppendOutcome.OverQuota(QuotaResource.STORAGE));
        mailboxes.append(inbox, List.of(message(100), message(100)));
        assertThat(mailboxes.copy(inbox, range(1, 2), inbox))
                .isEqualTo(new CopyOutcome.OverQuota(QuotaResource.MESSAGE));
        mailboxes.append(inbox, List.of(message(100)));
        assertThat(store.mailboxes.wouldExceedQuota(account, 1)).isTrue();
        assertThat(
                        store.mailboxes.file(
                                List.of(store.filing(account, "INBOX", store.stage("m"), "key")),
                                List.of()))
                .isEqualTo(new FilingOutcome.OverQuota(account, QuotaResource.MESSAGE));
        assertThat(mailboxes.quota().messages()).isEqualTo(new Use(3, OptionalLong.of(3)));
        assertThat(mailboxes.quota().of(QuotaResource.STORAGE))
                .isEqualTo(new Use(300, OptionalLong.of(1_000)));
        assertThat(mailboxes.quota().mailboxes())
                .isEqualTo(new Use(6, OptionalLong.of(TestStore.CONFIG.maxMailboxes())));
    }

    @Test
    void eachCrossingIsToldOnceAndOnlyTheHighest() {
        Account account = limited(1_000, 100);
        AccountMailboxes mailboxes = store.mailboxes.open(account);
        MailboxId inbox = id(mailboxes, "INBOX");
        mailboxes.append(inbox, List.of(message(499)));
        assertThat(crossings).isEmpty();
        mailboxes.append(inbox, List.of(message(50)));
        mailboxes.append(inbox, List.of(message(50)));
        assertThat(crossings)
                .containsExactly(
                        new QuotaCrossing(
                                account,
                                QuotaResource.STORAGE,
                                50,
                                new Use(549, OptionalLong.of(1_000))));
        mailboxes.store(
                inbox,
                range(1, 9),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                OptionalLong.empty());
        mailboxes.expunge(inbox, Optional.empty());
        assertThat(crossings).hasSize(1);
        mailboxes.append(inbox, List.of(message(950)));
        assertThat(crossings).hasSize(2);
        assertThat(crossings.getLast().percent()).isEqualTo(90);
    }

    @Test
    void whatIsNotDurableIsNotTold() {
        AccountMailboxes mailboxes = store.mailboxes.open(limited(1_000, 100));
        MailboxId inbox = id(mailboxes, "INBOX");
        store.storage.failNextCommits(new StorageException.Unavailable("away"));
        try {
            mailboxes.append(inbox, List.of(message(990)));
        } catch (UnavailableException expected) {
            store.storage.stopFailing();
        }
        assertThat(crossings).isEmpty();
        mailboxes.append(inbox, List.of(message(990)));
        assertThat(crossings).hasSize(1);
    }

    @Test
    void whoHasNoLimitIsWarnedOfNothing() {
        AccountMailboxes mailboxes = store.open(1);
        mailboxes.append(id(mailboxes, "INBOX"), List.of(message(5_000)));
        assertThat(crossings).isEmpty();
        assertThat(store.mailboxes.wouldExceedQuota(TestStore.account(1), 1 << 30)).isFalse();
    }
}
