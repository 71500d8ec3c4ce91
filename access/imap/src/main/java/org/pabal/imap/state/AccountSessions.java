// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pabal.directory.AccountId;

/// How many sessions each account has open, over all connections. Safe for many threads.
public final class AccountSessions {
    private final ConcurrentHashMap<AccountId, Integer> open = new ConcurrentHashMap<>();
    private final int limit;

    /// @param limit of one account (THREATS §4)
    public AccountSessions(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /// @return false when the account has as many as it may
    boolean enter(AccountId account) {
        AtomicBoolean entered = new AtomicBoolean();
        open.compute(
                account,
                (_, was) -> {
                    int count = was == null ? 0 : was;
                    entered.set(count < limit);
                    return count < limit ? count + 1 : count;
                });
        return entered.get();
    }

    void leave(AccountId account) {
        open.computeIfPresent(account, (_, was) -> was == 1 ? null : was - 1);
    }
}
