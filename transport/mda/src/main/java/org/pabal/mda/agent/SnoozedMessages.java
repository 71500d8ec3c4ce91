// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings back the messages that were set aside, by a script or by hand, when their time has come.
/// For one thread.
///
/// All that it knows is in the store: who is killed at any line goes on where the store is. A message
/// that its owner has moved or deleted meanwhile is due no more.
public final class SnoozedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(SnoozedMessages.class);

    /// Accounts at one look.
    private static final int LOOKED_AT = 10_000;

    /// Of one account in one commit.
    private static final int AT_ONCE = 500;

    /// An account that could not be served is left alone for so long.
    private static final Duration REST = Duration.ofMinutes(1);

    private final MailboxStore store;
    private final Directory directory;
    private final InstantSource clock;
    private final Map<AccountId, Instant> resting = new HashMap<>();

    public SnoozedMessages(MailboxStore store, Directory directory, InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.clock = clock;
    }

    /// Brings back all that is due now, as far as its accounts can be served.
    public void work() {
        Instant now = clock.instant();
        resting.values().removeIf(until -> !until.isAfter(now) || until.isAfter(now.plus(REST)));
        for (AccountId account : store.due(now, LOOKED_AT)) {
            if (!resting.containsKey(account)) {
                wake(account, now);
            }
        }
    }

    private void wake(AccountId id, Instant now) {
        try {
            Optional<Account> account = directory.account(id).filter(Account::isHere);
            if (account.isEmpty()) {
                resting.put(id, now.plus(REST)); // about to be removed, or on its way
                return;
            }
            AccountMailboxes mailboxes = store.open(account.get());
            List<EmailId> woken;
            do {
                woken = mailboxes.wake(AT_ONCE);
                for (EmailId email : woken) {
                    LOG.info(
                            "event=woken user={} email={}", account.get().address(), email.value());
                }
            } while (woken.size() == AT_ONCE);
        } catch (UnavailableException reason) {
            LOG.warn("event=not-woken account={} reason=\"{}\"", id, reason.getMessage());
            resting.put(id, now.plus(REST));
        }
    }
}
