// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxState;

/// How far sessions were shown messages as `\Recent`, where that is not written down yet. The next
/// change of the mailbox takes it along.
final class RecentClaims {
    private final Map<Long, Long> recentFrom = new ConcurrentHashMap<>();

    boolean isEmpty() {
        return recentFrom.isEmpty();
    }

    /// The UID from which on messages of a mailbox are recent.
    long recentFrom(MailboxRecord record) {
        return Math.max(record.recentFrom(), recentFrom.getOrDefault(record.id().value(), 0L));
    }

    /// Moves it on.
    ///
    /// @return where it was
    long claim(MailboxRecord newest, long behind) {
        long[] before = {newest.recentFrom()};
        if (behind <= before[0]) {
            return before[0];
        }
        recentFrom.compute(
                newest.id().value(),
                (_, claimed) -> {
                    before[0] = Math.max(newest.recentFrom(), claimed == null ? 0 : claimed);
                    return Math.max(before[0], behind);
                });
        return before[0];
    }

    /// A record is durable: what it says need not be kept here.
    void written(MailboxRecord record) {
        recentFrom.computeIfPresent(
                record.id().value(),
                (_, claimed) -> claimed <= record.recentFrom() ? null : claimed);
    }

    void forget(long mailbox) {
        recentFrom.remove(mailbox);
    }

    /// Makes an edit write down all that is not.
    void write(AccountEdit edit) {
        for (long id : recentFrom.keySet()) {
            edit.mailbox(new MailboxId(id))
                    .ifPresentOrElse(edit.mailboxes()::put, () -> forget(id));
        }
    }

    /// The mailbox as it is to be written down.
    MailboxState written(MailboxState mailbox) {
        long claimed = recentFrom(mailbox.record());
        return claimed == mailbox.record().recentFrom()
                ? mailbox
                : mailbox.with(mailbox.record().recentFrom(claimed));
    }
}
