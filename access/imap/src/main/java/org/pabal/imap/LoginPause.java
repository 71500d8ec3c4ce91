// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import java.net.InetSocketAddress;
import java.time.Duration;

/// Makes guessing passwords slow: blocks after a failed log-in before its answer is sent.
public interface LoginPause {

    /// @param failures of this session so far, at least 1
    void afterFailure(InetSocketAddress peer, int failures) throws InterruptedException;

    /// 1 s, 2 s, 4 s … up to 30 s within one session.
    static LoginPause doubling() {
        return (_, failures) ->
                Thread.sleep(Duration.ofSeconds(Math.min(30, 1L << Math.min(failures - 1, 5))));
    }

    static LoginPause none() {
        return (_, _) -> {};
    }
}
