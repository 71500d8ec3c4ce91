// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// How a door makes whoever logs in wait. Injected, so that no test sleeps.
@FunctionalInterface
public interface LoginPause {
    LoginPause NONE = _ -> {};

    LoginPause SLEEP =
            length -> {
                try {
                    Thread.sleep(length);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("stopped while a log-in was held back");
                }
            };

    /// @throws IOException when the server stops, or the peer is gone
    void take(Duration length) throws IOException;

    /// For a peer whose patience is known.
    default LoginPause atMost(Duration most) {
        return length -> take(length.compareTo(most) < 0 ? length : most);
    }
}
