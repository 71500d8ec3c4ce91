// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.time.Duration;
import java.util.List;
import org.pabal.wire.IpNetwork;

/// When somebody is banned, and who never is.
///
/// @param guesses so many different secrets for one name from one address within a day
/// @param points so many for an address, over all names and offences; they halve every six hours
/// @param first how long a first ban lasts; each further one is longer
/// @param most how long any lasts
/// @param never banned: own networks, proxies, what the settings name
/// @param loopback whether loopback is an address like any other: for tests
public record BanConfig(
        boolean enabled,
        int guesses,
        int points,
        Duration first,
        Duration most,
        List<IpNetwork> never,
        boolean loopback) {

    /// Bans of one subject, one after the other, are so many times as long as the first.
    private static final int[] GROWTH = {1, 6, 36, 144, 1_008};

    /// A network is many addresses: it is banned for so many times as much.
    public static final int NETWORK_FACTOR = 3;

    public BanConfig {
        never = List.copyOf(never);
        if (guesses < 2 || points < 2 || first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("nobody is banned for one mistake, or for no time");
        }
    }

    public static BanConfig defaults() {
        return new BanConfig(
                true, 5, 10, Duration.ofMinutes(10), Duration.ofDays(7), List.of(), false);
    }

    public BanConfig withNever(List<IpNetwork> networks) {
        return new BanConfig(enabled, guesses, points, first, most, networks, loopback);
    }

    public BanConfig withLoopback() {
        return new BanConfig(enabled, guesses, points, first, most, never, true);
    }

    /// @param times from 1
    public Duration length(int times) {
        Duration grown = first.multipliedBy(GROWTH[Math.min(times, GROWTH.length) - 1]);
        return grown.compareTo(most) > 0 ? most : grown;
    }
}
