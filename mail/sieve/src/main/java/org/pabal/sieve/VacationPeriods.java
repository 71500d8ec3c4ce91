// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.time.Duration;

/// How long a sender hears no more of somebody's absence. RFC 5230 §4.1, RFC 6131 §2.
///
/// @param shortest that `:seconds` may ask for; days are never fewer than one
/// @param longest at least 7 days
/// @param preset when a script names no period
public record VacationPeriods(Duration shortest, Duration longest, Duration preset) {
    private static final Duration DAY = Duration.ofDays(1);

    public static final VacationPeriods DEFAULT =
            new VacationPeriods(Duration.ofMinutes(10), Duration.ofDays(90), Duration.ofDays(7));

    public VacationPeriods {
        if (shortest.isNegative() || shortest.isZero() || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "the shortest period must be above 0 and not above the longest");
        }
        if (preset.compareTo(shortest) < 0 || preset.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "the preset period must lie between the shortest and the longest");
        }
    }

    public Duration ofDays(Duration wanted) {
        return ofSeconds(wanted.compareTo(DAY) < 0 ? DAY : wanted);
    }

    public Duration ofSeconds(Duration wanted) {
        if (wanted.compareTo(shortest) < 0) {
            return shortest;
        }
        return wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    /// `7 days`, `600 seconds`
    public static String words(Duration period) {
        long days = period.toDays();
        if (!period.equals(Duration.ofDays(days)) || days == 0) {
            return period.toSeconds() + " seconds";
        }
        return days == 1 ? "1 day" : days + " days";
    }
}
