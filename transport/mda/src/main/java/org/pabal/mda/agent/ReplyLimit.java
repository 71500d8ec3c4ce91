// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pabal.directory.AccountId;

/// How many vacation replies, notifications and rejections leave in the name of one account: a
/// thousand an hour. What is beyond is not sent. Safe for use by many threads.
public final class ReplyLimit {
    static final int MOST = 1_000;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MAX_ACCOUNTS = 10_000;

    private final InstantSource clock;
    private final Map<AccountId, Window> windows =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<AccountId, Window> eldest) {
                    return size() > MAX_ACCOUNTS;
                }
            };

    private record Window(Instant begun, int mails) {}

    public ReplyLimit(InstantSource clock) {
        this.clock = clock;
    }

    /// True when one more may be sent now; it is counted.
    synchronized boolean take(AccountId account) {
        Instant now = clock.instant();
        Window window = windows.remove(account); // back at the end: the least used goes first
        if (window == null
                || now.isBefore(window.begun)
                || !now.isBefore(window.begun.plus(WINDOW))) {
            window = new Window(now, 0);
        }
        boolean allowed = window.mails < MOST;
        windows.put(account, allowed ? new Window(window.begun, window.mails + 1) : window);
        return allowed;
    }
}
