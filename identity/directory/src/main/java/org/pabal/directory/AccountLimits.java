// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.OptionalLong;
import java.util.stream.Stream;

/// Limits of one account in the place of the settings' ones; empty where the settings' holds.
///
/// @param mailsPerHour that it may submit
/// @param recipientsPerDay of what it submits
/// @param sessions that it may have open at each service
/// @param messageOctets of a message that it submits; the settings' limit holds as well
public record AccountLimits(
        OptionalLong mailsPerHour,
        OptionalLong recipientsPerDay,
        OptionalLong sessions,
        OptionalLong messageOctets) {
    /// The settings' limits.
    public static final AccountLimits NONE =
            new AccountLimits(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());

    /// Larger ones are of no use and might overflow where they are counted with.
    public static final long MAX_COUNT = 1_000_000_000;

    /// Whether each limit is one.
    public boolean isUsable() {
        return Stream.of(mailsPerHour, recipientsPerDay, sessions)
                        .allMatch(limit -> limit.orElse(1) >= 1 && limit.orElse(1) <= MAX_COUNT)
                && messageOctets.orElse(1) >= 1;
    }
}
