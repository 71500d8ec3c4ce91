// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.id;
import static org.pabal.mailbox.stored.TestStore.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.storage.Space;

/// What QRESYNC hears after a long time. RFC 7162 §3.2.5.2.
class ExpungeLogTest {
    private static final long UIDS = 600;

    private static AccountMailboxes filled(TestStore store) {
        AccountMailboxes account = store.open(1);
        List<NewMessage> messages = new ArrayList<>();
        for (int i = 0; i < UIDS; i++) {
            messages.add(store.message("m"));
        }
        account.append(id(account, "INBOX"), messages);
        return account;
    }

    private static void expunge(AccountMailboxes account, long uid) {
        MailboxId inbox = id(account, "INBOX");
        account.store(
                inbox,
                UidSet.of(uid),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                OptionalLong.empty());
        account.expunge(inbox, Optional.empty());
    }

    private static int entries(TestStore store) {
        return store.storage
                .scan(Space.account(1), new byte[] {'L'}, new byte[] {'M'}, 10_000)
                .size();
    }

    /// Deleted one by one over weeks, in any order: nothing is forgotten, and the log stays small.
    @Test
    void aLongLogIsPutTogetherAndStillComplete() {
        Random random = new Random(5);
        try (TestStore store =
                new TestStore(TestStore.CONFIG.withMaxLogEntries(16).withMaxLogRanges(1_000))) {
            AccountMailboxes account = filled(store);
            MailboxId inbox = id(account, "INBOX");
            List<Long> left = new ArrayList<>(TestStore.uids(inbox(account)));
            List<Long> gone = new ArrayList<>();
            List<Long> since = new ArrayList<>();
            while (left.size() > 60) {
                since.add(inbox(account).highestModSeq());
                long uid = left.remove(random.nextInt(left.size()));
                expunge(account, uid);
                gone.add(uid);
            }
            for (int at = 0; at < gone.size(); at += 7) {
                UidSet told = account.expungedSince(inbox, since.get(at)).orElseThrow();
                gone.subList(at, gone.size())
                        .forEach(uid -> assertThat(told.contains(uid)).isTrue());
                left.forEach(uid -> assertThat(told.contains(uid)).as("%d", uid).isFalse());
            }
            int at = gone.size() - 4; // entries that are still on their own are exact
            assertThat(account.expungedSince(inbox, since.get(at)).orElseThrow().size())
                    .isEqualTo(4);
            assertThat(entries(store)).isLessThanOrEqualTo(17);
            store.restart();
            assertThat(store.open(1).expungedSince(inbox, since.getFirst())).isPresent();
        }
    }

    @Test
    void whatIsTooMuchIsForgottenFromTheOldestOn() {
        try (TestStore store =
                new TestStore(TestStore.CONFIG.withMaxLogEntries(16).withMaxLogRanges(20))) {
            AccountMailboxes account = filled(store);
            MailboxId inbox = id(account, "INBOX");
            long begin = inbox(account).highestModSeq();
            List<Long> since = new ArrayList<>();
            for (long uid = 1; uid < UIDS; uid += 2) { // with a message between each two
                since.add(inbox(account).highestModSeq());
                expunge(account, uid);
            }
            assertThat(account.expungedSince(inbox, begin)).isEmpty();
            assertThat(account.expungedSince(inbox, since.get(since.size() - 5)))
                    .hasValue(UidSet.of(591, 593, 595, 597, 599));
            assertThat(entries(store)).isLessThanOrEqualTo(17);
        }
    }
}
