// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.snooze;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/// When a message comes back.
///
/// @param weekdays at least one
/// @param times at least one
record SnoozeTimes(Set<DayOfWeek> weekdays, List<LocalTime> times, ZoneId zone) {

    /// The first of the times behind now on one of the days. A time that a clock change leaves out
    /// is moved by it.
    Instant next(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        Instant first = Instant.MAX;
        // The eighth day is this weekday again; yesterday's times never come.
        for (int ahead = 0; ahead <= 7; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (weekdays.contains(day.getDayOfWeek())) {
                for (LocalTime time : times) {
                    Instant at = day.atTime(time).atZone(zone).toInstant();
                    first = at.isAfter(now) && at.isBefore(first) ? at : first;
                }
            }
        }
        return first;
    }
}
