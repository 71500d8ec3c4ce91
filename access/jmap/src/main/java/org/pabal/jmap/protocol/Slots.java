// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.AccountId;

/// How many requests of one kind each user has under way. Safe for use by many threads.
public final class Slots {
    private final ConcurrentHashMap<AccountId, Integer> taken = new ConcurrentHashMap<>();
    private final int most;

    public Slots(int most) {
        this.most = most;
    }

    /// @return false when the user has as many as it may; otherwise the slot is to be left again
    public boolean enter(AccountId user) {
        boolean[] entered = new boolean[1];
        taken.compute(
                user,
                (_, before) -> {
                    int count = before == null ? 0 : before;
                    entered[0] = count < most;
                    return entered[0] ? (Integer) (count + 1) : before;
                });
        return entered[0];
    }

    public void leave(AccountId user) {
        taken.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }
}
