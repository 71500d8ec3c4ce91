// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.storage.Space;

/// `\Recent`: RFC 3501 §2.3.2.
class RecentTest {
    private final TestStore store = new TestStore();

    @AfterEach
    void close() {
        store.close();
    }

    private void deliver(int messages) {
        for (int i = 0; i < messages; i++) {
            store.deliver(account(1), "INBOX", "m");
        }
    }

    @Test
    void eachMessageIsRecentToOneSession() {
        AccountMailboxes one = store.open(1);
        AccountMailboxes other = store.open(1);
        deliver(3);
        assertThat(one.recentCount(inbox(one))).isEqualTo(3);
        assertThat(one.claimRecent(inbox(one))).isEqualTo(1);
        assertThat(other.recentCount(inbox(other))).isZero();
        assertThat(other.claimRecent(inbox(other))).isEqualTo(4);
        deliver(2);
        assertThat(other.recentCount(inbox(other))).isEqualTo(2);
        assertThat(other.claimRecent(inbox(other))).isEqualTo(4);
        assertThat(one.claimRecent(inbox(one))).isEqualTo(6);
    }

    @Test
    void aSessionClaimsNothingThatItHasNotSeen() {
        AccountMailboxes account = store.open(1);
        deliver(1);
        MailboxSnapshot old = inbox(account);
        deliver(2);
        assertThat(account.claimRecent(old)).isEqualTo(1);
        assertThat(account.recentCount(inbox(account))).isEqualTo(2);
        assertThat(account.claimRecent(inbox(account))).isEqualTo(2);
        assertThat(account.claimRecent(old)).isEqualTo(4);
    }

    @Test
    void claimingCostsNoCommitAndIsWrittenWithTheNextChange() {
        AccountMailboxes account = store.open(1);
        deliver(2);
        long version = store.storage.version(Space.account(1));
        account.claimRecent(inbox(account));
        assertThat(store.storage.version(Space.account(1))).isEqualTo(version);
        account.append(id(account, "INBOX"), List.of(store.message("m")));
        assertThat(store.storage.version(Space.account(1))).isEqualTo(version + 1);
        store.crash();
        account = store.open(1);
        assertThat(account.recentCount(inbox(account))).isEqualTo(1);
    }

    @Test
    void aCrashForgetsWhatWasNotWritten() {
        AccountMailboxes account = store.open(1);
        deliver(2);
        account.claimRecent(inbox(account));
        store.crash();
        account = store.open(1);
        assertThat(account.recentCount(inbox(account))).isEqualTo(2);
    }

    @Test
    void anOrderlyEndWritesIt() {
        AccountMailboxes account = store.open(1);
        deliver(2);
        account.claimRecent(inbox(account));
        store.restart();
        account = store.open(1);
        assertThat(account.recentCount(inbox(account))).isZero();
    }

    @Test
    void leavingMemoryWritesIt() {
        try (TestStore small = new TestStore(TestStore.config(100, 10, 100))) {
            AccountMailboxes account = small.open(1);
            small.deliver(account(1), "INBOX", "m");
            account.claimRecent(inbox(account));
            long version = small.storage.version(Space.account(1));
            for (int i = 2; i < 10; i++) {
                small.open(i); // needs room
            }
            small.awaitVersion(Space.account(1), version + 1);
            small.crash();
            account = small.open(1);
            assertThat(account.recentCount(inbox(account))).isZero();
        }
    }
}
