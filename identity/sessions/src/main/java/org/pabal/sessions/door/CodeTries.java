// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pabal.directory.AccountId;

/// Wrong codes of accounts, from wherever they came: six digits are few, and who tries them has the
/// password and may have many addresses. Safe for use by many threads.
final class CodeTries {
    private static final int MAX_WRONG = 20;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_ACCOUNTS = 10_000;

    private final InstantSource clock;
    private final Map<AccountId, Counted> wrong = new LinkedHashMap<>();

    private record Counted(int times, Instant until) {}

    CodeTries(InstantSource clock) {
        this.clock = clock;
    }

    /// How long no code of the account is looked at; zero when it is.
    synchronized Duration shutFor(AccountId account) {
        Counted counted = wrong.get(account);
        Duration left =
                counted == null || counted.times() < MAX_WRONG
                        ? Duration.ZERO
                        : Duration.between(clock.instant(), counted.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void wrong(AccountId account) {
        Instant now = clock.instant();
        Counted before = wrong.remove(account);
        wrong.put(
                account,
                before == null || !now.isBefore(before.until())
                        ? new Counted(1, now.plus(WINDOW))
                        : new Counted(before.times() + 1, before.until()));
        if (wrong.size() > MAX_ACCOUNTS) {
            wrong.remove(wrong.keySet().iterator().next());
        }
    }

    synchronized void right(AccountId account) {
        wrong.remove(account);
    }
}
