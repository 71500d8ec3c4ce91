// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.util.function.BooleanSupplier;

/// Waits for what another thread brings about.
final class Await {

    private static final long DEADLINE_NANOS = 10_000_000_000L;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > DEADLINE_NANOS) {
                throw new AssertionError("did not come about: " + what);
            }
            Thread.yield();
        }
    }
}
