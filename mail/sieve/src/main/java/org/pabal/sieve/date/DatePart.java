// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.date;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.JulianFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pabal.message.mime.MailDate;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// What of a date is compared. RFC 5260 §4.2.
enum DatePart {
    YEAR(date -> digits("%04d", date.getYear())),
    MONTH(date -> digits("%02d", date.getMonthValue())),
    DAY(date -> digits("%02d", date.getDayOfMonth())),
    DATE(date -> date.toLocalDate().toString()),

    /// The modified Julian day.
    JULIAN(date -> Long.toString(date.getLong(JulianFields.MODIFIED_JULIAN_DAY))),
    HOUR(date -> digits("%02d", date.getHour())),
    MINUTE(date -> digits("%02d", date.getMinute())),
    SECOND(date -> digits("%02d", date.getSecond())),
    TIME(DatePart::time),
    ISO8601(date -> date.toLocalDate() + "T" + time(date) + zone(date, ":")),
    STD11(MailDate::format),
    ZONE(date -> zone(date, "")),

    /// From 0 for Sunday.
    WEEKDAY(date -> Integer.toString(date.getDayOfWeek().getValue() % 7));

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<OffsetDateTime, String> text;

    DatePart(Function<OffsetDateTime, String> text) {
        this.text = text;
    }

    String of(OffsetDateTime date) {
        return text.apply(date);
    }

    private static String digits(String format, int number) {
        return String.format(Locale.ROOT, format, number);
    }

    private static String time(OffsetDateTime date) {
        LocalDateTime local = date.toLocalDateTime();
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d",
                local.getHour(),
                local.getMinute(),
                local.getSecond());
    }

    private static String zone(OffsetDateTime date, String separator) {
        int minutes = date.getOffset().getTotalSeconds() / 60;
        return String.format(
                Locale.ROOT,
                "%s%02d%s%02d",
                minutes < 0 ? "-" : "+",
                Math.abs(minutes) / 60,
                separator,
                Math.abs(minutes) % 60);
    }

    /// @param name compared without case
    static Optional<DatePart> named(String name) {
        return Arrays.stream(values()).filter(part -> part.name().equalsIgnoreCase(name)).findAny();
    }

    static Text read(Arguments in) throws ScriptError {
        Text name = in.text("the date part");
        if (name.constant().isPresent() && named(name.constant().get()).isEmpty()) {
            throw in.error(unknown(name.constant().get()));
        }
        return name;
    }

    static DatePart of(Run run, Text name) {
        String written = name.value(run);
        return named(written).orElseThrow(() -> run.fail(unknown(written)));
    }

    private static String unknown(String name) {
        String all =
                Arrays.stream(values())
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return "\"" + name + "\" is no part of a date: those are " + all;
    }
}
