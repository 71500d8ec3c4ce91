// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Days since 1970, in UTC.
final class Days {
    private Days() {}

    static int of(Instant time) {
        return (int) TimeUnit.SECONDS.toDays(time.getEpochSecond());
    }
}
