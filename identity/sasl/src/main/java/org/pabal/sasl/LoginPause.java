// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.net.InetSocketAddress;

/// Makes guessing passwords slow: blocks after a failed log-in before its answer is sent.
public interface LoginPause {

    /// @param failures of this session so far, at least 1
    void afterFailure(InetSocketAddress peer, int failures) throws InterruptedException;

    /// Whether this peer is not listened to for now, having failed too often.
    default boolean isTurnedAway(InetSocketAddress peer) {
        return false;
    }

    LoginPause NONE = (_, _) -> {};
}
