// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.time.Duration;

/// How long a worker waits before it offers an outcome to the store once more.
public interface CommitPause {
    CommitPause SLEEP = Thread::sleep;

    void pause(Duration length) throws InterruptedException;
}
