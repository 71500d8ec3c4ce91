// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.date;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// The time zone in which a date is looked at: the owner's, unless the script says otherwise.
/// RFC 5260 §4.1.
///
/// @param given `:zone`
/// @param original `:originalzone`: the zone that the date was written in
record DateZone(Optional<Text> given, boolean original) {

    /// `":zone" <time-zone: string>`
    static DateZone read(Arguments in) throws ScriptError {
        Optional<Text> given = in.taggedText("zone");
        Optional<String> constant = given.flatMap(Text::constant);
        if (constant.isPresent() && offset(constant.get()).isEmpty()) {
            throw in.error(wrong(constant.get()));
        }
        return new DateZone(given, false);
    }

    /// `[<":zone" <time-zone: string>> / ":originalzone"]`
    static DateZone readOrOriginal(Arguments in) throws ScriptError {
        DateZone zone = read(in);
        boolean original = in.flag("originalzone");
        if (original && zone.given().isPresent()) {
            throw in.error("`:zone` and `:originalzone` exclude each other");
        }
        return new DateZone(zone.given(), original);
    }

    private static String wrong(String zone) {
        return "\"" + zone + "\" is no time zone: it is written like \"+0900\"";
    }

    /// `time-zone = ( "+" / "-" ) 4DIGIT`
    private static Optional<ZoneOffset> offset(String zone) {
        boolean signed =
                zone.length() == 5
                        && (zone.charAt(0) == '+' || zone.charAt(0) == '-')
                        && zone.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        if (!signed) {
            return Optional.empty();
        }
        int hours = Integer.parseInt(zone.substring(1, 3));
        int minutes = Integer.parseInt(zone.substring(3));
        int seconds = (hours * 60 + minutes) * 60;
        if (minutes > 59 || seconds > ZoneOffset.MAX.getTotalSeconds()) {
            return Optional.empty();
        }
        return Optional.of(ZoneOffset.ofTotalSeconds(zone.charAt(0) == '-' ? -seconds : seconds));
    }

    OffsetDateTime of(Run run, OffsetDateTime date) {
        return original ? date : of(run, date.toInstant());
    }

    OffsetDateTime of(Run run, Instant instant) {
        if (given.isEmpty()) {
            return instant.atZone(run.surroundings().zone()).toOffsetDateTime();
        }
        String zone = given.get().value(run);
        return instant.atOffset(offset(zone).orElseThrow(() -> run.fail(wrong(zone))));
    }
}
