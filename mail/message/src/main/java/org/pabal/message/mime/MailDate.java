// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Dates as they stand in header fields. RFC 5322 §3.3, obsolete forms §4.3.
///
/// Reads what people's programs write: with or without day of week, seconds and zone, years of two
/// digits, zone names, comments, the order of `ctime`. A date that is none (31 Feb, year 99999) is
/// empty, never an exception (THREATS M13).
public final class MailDate {
    private static final int MAX_CHARS = 200; // a date takes 31; the rest is for comments
    private static final int MAX_ZONE_MINUTES = 18 * 60;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final List<String> MONTH_NAMES =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");
    private static final List<String> DAY_NAMES =
            List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    /// `obs-zone`, and the names Korean and Japanese programs write. Others mean UTC, as RFC 5322
    /// §4.3 asks.
    private static final Map<String, Integer> ZONE_HOURS =
            Map.ofEntries(
                    Map.entry("edt", -4),
                    Map.entry("est", -5),
                    Map.entry("cdt", -5),
                    Map.entry("cst", -6),
                    Map.entry("mdt", -6),
                    Map.entry("mst", -7),
                    Map.entry("pdt", -7),
                    Map.entry("pst", -8),
                    Map.entry("kst", 9),
                    Map.entry("jst", 9),
                    Map.entry("cet", 1),
                    Map.entry("cest", 2),
                    Map.entry("bst", 1));

    private MailDate() {}

    /// @param text of a Date field; of a Received field, what follows the last `;` counts
    public static Optional<OffsetDateTime> parse(String text) {
        List<String> words = words(text.substring(text.lastIndexOf(';') + 1));
        if (!words.isEmpty() && isDayOfWeek(words.getFirst())) {
            words.removeFirst();
        }
        try {
            return words.size() < 4 ? Optional.empty() : date(words);
        } catch (DateTimeException | NumberFormatException noDate) {
            return Optional.empty();
        }
    }

    public static Optional<OffsetDateTime> parse(HeaderField field) {
        return parse(field.value());
    }

    /// `Thu, 13 Feb 1997 23:32:54 -0330`. RFC 5322 §3.3.
    public static String format(OffsetDateTime date) {
        int offset = date.getOffset().getTotalSeconds() / 60;
        StringBuilder text = new StringBuilder(31);
        text.append(DAY_NAMES.get(date.getDayOfWeek().getValue() - 1)).append(", ");
        text.append(date.getDayOfMonth()).append(' ');
        text.append(MONTH_NAMES.get(date.getMonthValue() - 1)).append(' ');
        digits(text, date.getYear() / 100);
        digits(text, date.getYear() % 100).append(' ');
        digits(text, date.getHour()).append(':');
        digits(text, date.getMinute()).append(':');
        digits(text, date.getSecond()).append(offset < 0 ? " -" : " +");
        digits(text, Math.abs(offset) / 60);
        return digits(text, Math.abs(offset) % 60).toString();
    }

    private static StringBuilder digits(StringBuilder text, int value) {
        return text.append(value < 10 ? "0" : "").append(value);
    }

    /// Words between white space, commas, dashes and comments; the sign of a zone stays on it.
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int end = Math.min(text.length(), MAX_CHARS);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '(') {
                i = MimeParameters.skipComment(text, i) - 1;
                finish(word, words);
            } else if (c <= ' ' || c == ',' || c == '-' && words.size() < 4) {
                boolean zone = c == '-' && words.size() == 3 && word.indexOf(":") > 0;
                finish(word, words);
                if (zone) {
                    word.append(c);
                }
            } else if (c == '+' || c == '-') {
                finish(word, words);
                word.append(c);
            } else {
                word.append(c);
            }
        }
        finish(word, words);
        return words;
    }

    private static void finish(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isDayOfWeek(String word) {
        return word.length() >= 3
                && DAY_NAMES.stream().anyMatch(day -> word.regionMatches(true, 0, day, 0, 3));
    }

    /// `day month year time [zone]`, or `month day time [zone] year` of ctime.
    private static Optional<OffsetDateTime> date(List<String> words) {
        boolean ctime = Character.isLetter(words.get(0).charAt(0));
        int month = month(words.get(ctime ? 0 : 1));
        int day = Integer.parseInt(words.get(ctime ? 1 : 0));
        boolean yearLast = ctime && words.get(2).contains(":");
        String year = yearLast ? words.getLast() : words.get(2);
        String time = words.get(yearLast ? 2 : 3);
        String zone =
                yearLast
                        ? (words.size() > 4 ? words.get(3) : "")
                        : words.size() > 4 ? words.get(4) : "";
        if (month == 0) {
            return Optional.empty();
        }
        String[] clock = time.split(":", -1);
        if (clock.length < 2 || clock.length > 3 || day < 1) {
            return Optional.empty();
        }
        int second = clock.length == 3 ? number(clock[2]) : 0;
        LocalDateTime local =
                LocalDateTime.of(
                        year(year),
                        month,
                        day,
                        number(clock[0]),
                        number(clock[1]),
                        second == 60 ? 59 : second); // a leap second
        return Optional.of(OffsetDateTime.of(local, zone(zone)));
    }

    private static int month(String word) {
        if (word.length() < 3) {
            return "0123456789".indexOf(word.charAt(0)) < 0 ? 0 : number(word);
        }
        int at = MONTHS.indexOf(word.substring(0, 3).toLowerCase(Locale.ROOT));
        return at < 0 || at % 3 != 0 ? 0 : at / 3 + 1;
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 2 || digits.charAt(0) == '+') {
            throw new NumberFormatException(digits);
        }
        return Integer.parseInt(digits);
    }

    /// `obs-year`, RFC 5322 §4.3.
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (year < 0 || digits.length() < 2 || digits.length() > 4) {
            throw new NumberFormatException(digits);
        }
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year < 1000 ? 1900 + year : year; // 0102, of programs that count from 1900
        };
    }

    private static ZoneOffset zone(String zone) {
        boolean signed = zone.startsWith("+") || zone.startsWith("-");
        String digits = signed ? zone.substring(1).replace(":", "") : "";
        if (digits.length() == 4 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int minutes =
                    Integer.parseInt(digits.substring(0, 2)) * 60
                            + Integer.parseInt(digits.substring(2));
            return minutes > MAX_ZONE_MINUTES
                    ? ZoneOffset.UTC // such as -1900: the day is still better than none
                    : ZoneOffset.ofTotalSeconds((zone.startsWith("-") ? -minutes : minutes) * 60);
        }
        return ZoneOffset.ofHours(ZONE_HOURS.getOrDefault(zoneName(zone), 0));
    }

    /// The letters that a name such as `EST5EDT` begins with.
    private static String zoneName(String zone) {
        int end = 0;
        while (end < zone.length() && Character.isLetter(zone.charAt(end))) {
            end++;
        }
        return zone.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
