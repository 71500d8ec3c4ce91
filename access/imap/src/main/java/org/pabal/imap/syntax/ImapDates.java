// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `date-text` and `date-time`. RFC 9051 §9.
final class ImapDates {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final Pattern DATE = Pattern.compile("(\\d{1,2})-([A-Za-z]{3})-(\\d{4})");
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "([ \\d]\\d)-([A-Za-z]{3})-(\\d{4})"
                            + " (\\d\\d):(\\d\\d):(\\d\\d) ([+-])(\\d\\d)(\\d\\d)");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private ImapDates() {}

    /// `date-text = date-day "-" date-month "-" date-year`
    static Optional<LocalDate> parseDate(String text) {
        Matcher m = DATE.matcher(text);
        return m.matches() ? date(m.group(1), m.group(2), m.group(3)) : Optional.empty();
    }

    /// `date-day-fixed "-" date-month "-" date-year SP time SP zone`, within the years 1 to 9999.
    static Optional<Instant> parseDateTime(String text) {
        Matcher m = DATE_TIME.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<LocalDate> date = date(m.group(1).strip(), m.group(2), m.group(3));
        if (date.isEmpty()) {
            return Optional.empty();
        }
        try {
            // 60 is a leap second; it is kept as the second before.
            int second = Math.min(Integer.parseInt(m.group(6)), 60);
            LocalTime time =
                    LocalTime.of(
                            Integer.parseInt(m.group(4)),
                            Integer.parseInt(m.group(5)),
                            Math.min(second, 59));
            int sign = m.group(7).equals("-") ? -1 : 1;
            ZoneOffset zone =
                    ZoneOffset.ofHoursMinutes(
                            sign * Integer.parseInt(m.group(8)),
                            sign * Integer.parseInt(m.group(9)));
            Instant instant = LocalDateTime.of(date.get(), time).toInstant(zone);
            return instant.isBefore(FIRST) || instant.isAfter(LAST)
                    ? Optional.empty()
                    : Optional.of(instant);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String day, String month, String year) {
        int at = MONTHS.indexOf(month.toLowerCase(Locale.ROOT));
        if (at < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), at + 1, Integer.parseInt(day)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
