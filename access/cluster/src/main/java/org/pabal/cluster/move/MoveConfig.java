// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.time.Duration;

/// How accounts are moved.
///
/// @param atOnce how many are copied at the same time
/// @param octetsPerSecond of one copy; 0 for as fast as it goes
/// @param patience for how long a change of a frozen account waits before it is refused for now
/// @param longestFreeze after which the account is opened again and copying goes on
/// @param keptAfter for how long the old mail lies at the source
public record MoveConfig(
        int atOnce,
        long octetsPerSecond,
        Duration patience,
        Duration longestFreeze,
        Duration keptAfter) {
    public static final MoveConfig DEFAULTS =
            new MoveConfig(2, 0, Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofDays(1));
}
