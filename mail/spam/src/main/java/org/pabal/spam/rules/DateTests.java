// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MailDate;
import org.pabal.spam.SpamTest;

/// The Date field against RFC 5322 §3.3 and against the clocks of the hosts that had the mail.
final class DateTests {
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(4);
    private static final Duration LONG_AHEAD = Duration.ofHours(36);
    private static final Duration WAITED = Duration.ofHours(36);
    private static final Duration WAITED_LONG = Duration.ofDays(7);
    private static final Pattern ZONE = Pattern.compile("[+-][0-9]{4}|[A-Z]{1,4}");
    private static final int MAX_CHARS = 200;

    private DateTests() {}

    static void run(RuledMail mail, Found found) {
        Optional<HeaderField> field = mail.header().first("Date");
        if (field.isEmpty()) {
            found.add(SpamTest.DATE_MISSING);
            return;
        }
        String text = field.get().value();
        String written = text.substring(0, Math.min(text.length(), MAX_CHARS)).strip();
        Optional<OffsetDateTime> date = MailDate.parse(written);
        if (date.isEmpty()) {
            found.add(SpamTest.DATE_INVALID, written);
            return;
        }
        form(written, date.get(), found);
        clock(date.get().toInstant(), mail, found);
    }

    private static void form(String written, OffsetDateTime date, Found found) {
        int comment = written.indexOf('(');
        String[] words =
                (comment < 0 ? written : written.substring(0, comment)).strip().split("\\s+");
        if (!ZONE.matcher(words[words.length - 1]).matches()) {
            found.add(SpamTest.DATE_WITHOUT_ZONE, written);
        } else if (date.getOffset().getTotalSeconds() % 900 != 0 || isNoZone(written)) {
            found.add(SpamTest.DATE_ODD_ZONE, written);
        }
        String day = date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        boolean named = words[0].length() >= 3 && Character.isLetter(words[0].charAt(0));
        if (named && words[0].endsWith(",") && !words[0].regionMatches(true, 0, day, 0, 3)) {
            found.add(SpamTest.DATE_WRONG_DAY, written);
        }
    }

    /// Such as -1900 or +1300 outside the Pacific's islands.
    private static boolean isNoZone(String written) {
        int sign = Math.max(written.lastIndexOf('+'), written.lastIndexOf('-'));
        if (sign < 0 || sign + 5 > written.length()) {
            return false;
        }
        String digits = written.substring(sign + 1, sign + 5);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int hours = Integer.parseInt(digits.substring(0, 2));
        return hours > (written.charAt(sign) == '+' ? 14 : 12);
    }

    /// A mail may have been written long before it was sent, and clocks are wrong: the hop that fits
    /// best counts.
    private static void clock(Instant date, RuledMail mail, Found found) {
        if (mail.hops().isEmpty() && mail.facts().client().isEmpty()) {
            return; // nobody knows when it came
        }
        Duration ahead = Duration.between(mail.arrival(), date);
        for (Hop hop : mail.hops()) {
            if (hop.at().isPresent()) {
                Duration here = Duration.between(hop.at().get(), date);
                ahead = here.abs().compareTo(ahead.abs()) < 0 ? here : ahead;
            }
        }
        if (ahead.compareTo(LONG_AHEAD) > 0) {
            found.add(SpamTest.DATE_FAR_AHEAD);
        } else if (ahead.compareTo(CLOCKS_DIFFER) > 0) {
            found.add(SpamTest.DATE_AHEAD);
        } else if (ahead.negated().compareTo(WAITED_LONG) > 0) {
            found.add(SpamTest.DATE_LONG_PAST);
        } else if (ahead.negated().compareTo(WAITED) > 0) {
            found.add(SpamTest.DATE_PAST);
        }
    }
}
