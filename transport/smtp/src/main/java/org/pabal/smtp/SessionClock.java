// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.Duration;

/// Time as a session needs it: a monotonic clock, and a way to make a peer wait. Injected, so that
/// no test sleeps.
public interface SessionClock {

    /// The clock of the machine.
    SessionClock SYSTEM =
            new SessionClock() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void pause(Duration time) throws InterruptedException {
                    Thread.sleep(time);
                }
            };

    /// Nanoseconds from an arbitrary origin, never going back.
    long nanoTime();

    void pause(Duration time) throws InterruptedException;
}
