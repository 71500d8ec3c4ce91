// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.function.LongSupplier;
import org.pabal.sieve.SieveLimits;

/// What a run may cost: steps, and time of the processor (THREATS V05).
///
/// The time of a virtual thread on the processor cannot be asked for. So a run that has gone on for
/// too long by the clock is stopped when it has also done work to speak of: a machine under load, a
/// pause of the collector, a program waited for are not the script's fault.
final class Budget {
    private static final int WORK_OF_STEP = 200;

    /// Below this the clock is not even looked at; a few milliseconds.
    private static final int WORK_BETWEEN_LOOKS = 2_000_000;

    private final int maxSteps;
    private final long maxNanos;
    private final LongSupplier nanoTime;
    private final long start;
    private int steps;
    private long work;
    private long nextLook = WORK_BETWEEN_LOOKS;

    Budget(SieveLimits limits, LongSupplier nanoTime) {
        this.maxSteps = limits.steps();
        this.maxNanos = limits.time().toNanos();
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /// False when there were too many.
    boolean step() {
        steps++;
        return steps <= maxSteps && charge(WORK_OF_STEP);
    }

    /// @param more characters or octets looked at, or so
    /// @return false when the time is over
    boolean charge(long more) {
        work += more;
        if (work < nextLook) {
            return true;
        }
        nextLook = work + WORK_BETWEEN_LOOKS;
        return nanoTime.getAsLong() - start <= maxNanos;
    }
}
