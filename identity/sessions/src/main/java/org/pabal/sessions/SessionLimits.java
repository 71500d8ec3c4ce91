// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.time.Duration;

/// How long sessions last, and how many there are.
///
/// @param idle without a request
/// @param longest from signing in
/// @param sharedIdle the same on a device that others use, too
/// @param seenEvery how often it is written down that a session is used
/// @param confirmed how long a proof is good for what is dangerous
/// @param perAccount beyond which the one that was used longest ago ends
/// @param cached sessions in memory
public record SessionLimits(
        Duration idle,
        Duration longest,
        Duration sharedIdle,
        Duration sharedLongest,
        Duration seenEvery,
        Duration confirmed,
        int perAccount,
        int cached) {

    public SessionLimits {
        if (idle.isZero() || idle.isNegative() || longest.isZero() || longest.isNegative()) {
            throw new IllegalArgumentException("a session lasts for some time");
        }
    }

    /// THREATS §7, Sessions.
    public static SessionLimits defaults() {
        return lasting(Duration.ofHours(24), Duration.ofDays(30));
    }

    public static SessionLimits lasting(Duration idle, Duration longest) {
        Duration sharedIdle = Duration.ofHours(1);
        Duration sharedLongest = Duration.ofHours(12);
        return new SessionLimits(
                idle,
                longest,
                least(idle, sharedIdle),
                least(longest, sharedLongest),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                50,
                20_000);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
