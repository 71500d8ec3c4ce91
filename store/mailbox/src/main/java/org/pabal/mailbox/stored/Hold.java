// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.message.UnavailableException;

/// Why an account is not open to all just now.
final class Hold {
    enum Kind {
        /// Read, but not changed: changes wait for a time.
        FROZEN,
        /// Neither read nor changed.
        SHUT
    }

    private final Kind kind;
    private final String reason;
    private final Duration patience;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// @param reason what those are told who cannot wait
    /// @param patience for how long a change waits
    Hold(Kind kind, String reason, Duration patience) {
        this.kind = kind;
        this.reason = reason;
        this.patience = patience;
    }

    /// Waits until this has ended; what comes then, another hold perhaps, is for the caller to see.
    void await() {
        try {
            if (ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw unavailable();
    }

    boolean isShut() {
        return kind == Kind.SHUT;
    }

    void checkReading() {
        if (isShut()) {
            throw unavailable();
        }
    }

    UnavailableException unavailable() {
        return new UnavailableException(reason);
    }

    void end() {
        ended.countDown();
    }
}
