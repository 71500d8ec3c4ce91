// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import java.time.Duration;

/// How long a question may still take.
///
/// @param endNanos on the clock of {@link System#nanoTime}
record TimeLeft(long endNanos) {

    static TimeLeft of(Duration limit) {
        return new TimeLeft(System.nanoTime() + limit.toNanos());
    }

    /// A part of what is left, so that something is left for others when it is used up.
    ///
    /// @param parts at least one
    TimeLeft share(int parts) {
        return of(left().dividedBy(parts));
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    boolean isOver() {
        return endNanos - System.nanoTime() <= 0;
    }
}
