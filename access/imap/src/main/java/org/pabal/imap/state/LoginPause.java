// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Makes guessing passwords slow: blocks after a failed log-in before its answer is sent.
public interface LoginPause {

    /// @param failures of this session so far, at least 1
    void afterFailure(InetSocketAddress peer, int failures) throws InterruptedException;

    /// 1 s, 2 s, 4 s … up to 30 s within one session (THREATS §4).
    LoginPause SLEEP =
            (_, failures) -> {
                long seconds = Math.min(30, 1L << Math.min(failures - 1, 5));
                boolean never = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
                assert !never;
            };

    LoginPause NONE = (_, _) -> {};
}
