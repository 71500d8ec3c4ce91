// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Gives mail ids: each greater than the one before, also when the clock stands still or goes back,
/// and with 31 random bits per millisecond, so that another run's ids are not met.
public final class MailIds {
    private static final int MAX_STEP = 1 << 12;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis;
    private int lastSerial;

    /// @param random safe for use by many threads if it is shared
    public MailIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized MailId next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            lastSerial = random.nextInt() >>> 1;
        } else {
            countOn();
        }
        return new MailId(lastMillis, lastSerial);
    }

    private void countOn() {
        int step = 1 + random.nextInt(MAX_STEP);
        if (Integer.compareUnsigned(lastSerial, -1 - step) > 0) {
            lastMillis++;
            lastSerial = 0;
        } else {
            lastSerial += step;
        }
    }
}
