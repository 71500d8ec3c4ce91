// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.AccountId;
import org.pabal.jmap.MethodError;

/// How often an account may have this server speak with servers that a person names: so rarely that
/// nobody searches networks from here (THREATS J07). Safe for use by many threads.
public final class AttemptLimit {
    private static final int MOST = 20;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    /// Accounts that are remembered; the count begins anew beyond it.
    private static final int MAX_ACCOUNTS = 10_000;

    private final InstantSource clock;
    private final String what;
    private final ConcurrentHashMap<AccountId, Deque<Instant>> lately = new ConcurrentHashMap<>();

    /// @param what is counted: `checks`
    public AttemptLimit(InstantSource clock, String what) {
        this.clock = clock;
        this.what = what;
    }

    /// Counts one.
    ///
    /// @throws MethodError `rateLimit`
    public void count(AccountId account) {
        Instant now = clock.instant();
        if (lately.size() > MAX_ACCOUNTS) {
            lately.values().removeIf(times -> isOver(times, now));
        }
        lately.compute(
                account,
                (_, before) -> {
                    Deque<Instant> times = before == null ? new ArrayDeque<>() : before;
                    while (!times.isEmpty() && times.getFirst().plus(WITHIN).isBefore(now)) {
                        times.removeFirst();
                    }
                    if (times.size() >= MOST) {
                        throw MethodError.of(
                                "rateLimit",
                                "At most "
                                        + MOST
                                        + " "
                                        + what
                                        + " are made in "
                                        + WITHIN.toMinutes()
                                        + " minutes; try again later.");
                    }
                    times.addLast(now);
                    return times;
                });
    }

    private static boolean isOver(Deque<Instant> times, Instant now) {
        return times.isEmpty() || times.getLast().plus(WITHIN).isBefore(now);
    }
}
