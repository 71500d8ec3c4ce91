// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.snooze;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnoozeTimesTest {
    private static final Set<DayOfWeek> ANY = EnumSet.allOf(DayOfWeek.class);
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    private static Instant next(Set<DayOfWeek> days, ZoneId zone, String now, String... times) {
        List<LocalTime> at = java.util.Arrays.stream(times).map(LocalTime::parse).toList();
        return new SnoozeTimes(days, at, zone).next(Instant.parse(now));
    }

    @Test
    void theNextOfTheTimesIsTaken() {
        assertThat(next(ANY, SEOUL, "2026-11-21T00:30:00Z", "08:00", "19:00", "12:00"))
                .isEqualTo("2026-11-21T03:00:00Z");
        assertThat(next(ANY, SEOUL, "2026-11-21T10:00:00Z", "08:00", "19:00"))
                .isEqualTo("2026-11-21T23:00:00Z");
    }

    @Test
    void onlyTheDaysCount() {
        Set<DayOfWeek> monday = EnumSet.of(DayOfWeek.MONDAY);
        assertThat(next(monday, SEOUL, "2026-11-21T00:00:00Z", "09:00"))
                .isEqualTo("2026-11-23T00:00:00Z");
        // A Monday, a moment late: the next one.
        assertThat(next(monday, SEOUL, "2026-11-23T00:00:00Z", "09:00"))
                .isEqualTo("2026-11-30T00:00:00Z");
    }

    @Test
    void aTimeThatTheClocksLeaveOutComesAllTheSame() {
        assertThat(next(ANY, ZoneId.of("Europe/Berlin"), "2027-03-27T22:00:00Z", "02:30"))
                .isEqualTo("2027-03-28T01:30:00Z");
    }
}
