// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.Duration;

/// How a session makes its peer wait. Injected, so that no test sleeps.
public interface Pause {
    Pause SLEEP = Thread::sleep;

    void take(Duration time) throws InterruptedException;
}
