// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MailDateTest {
    private static final Pattern CASE =
            Pattern.compile(
                    "\"header\": *\"((?:[^\"\\\\]|\\\\.)*)\",\\s*\"expected\": *(null|\\{[^}]*\\})");

    @Test
    void datesOfTheMailParserSet() throws Exception {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        try (InputStream in =
                getClass().getResourceAsStream("/mime-mail-parser/headers/date.json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher cases = CASE.matcher(json);
            while (cases.find()) {
                count++;
                String text = cases.group(1).replace("\\n", "\r\n").replace("\\t", "\t");
                Optional<OffsetDateTime> expected = expected(cases.group(2));
                if (!isReadOtherwise(text) && !MailDate.parse(text).equals(expected)) {
                    wrong.add(text + " -> " + MailDate.parse(text));
                }
            }
        }
        assertThat(count).isGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    /// Six bare numbers are no date to us; a field that is not folded does not reach us in one.
    private static boolean isReadOtherwise(String text) {
        return text.startsWith(" 4 8 15 16") || text.contains("(invalid)");
    }

    private static Optional<OffsetDateTime> expected(String json) {
        if (json.equals("null")) {
            return Optional.empty();
        }
        int sign = json.matches("(?s).*\"tz_before_gmt\": *true.*") ? -1 : 1;
        int offset = sign * (number(json, "tz_hour") * 60 + number(json, "tz_minute")) * 60;
        return Optional.of(
                OffsetDateTime.of(
                        number(json, "year"),
                        number(json, "month"),
                        number(json, "day"),
                        number(json, "hour"),
                        number(json, "minute"),
                        number(json, "second"),
                        0,
                        ZoneOffset.ofTotalSeconds(offset)));
    }

    private static int number(String json, String name) {
        Matcher number = Pattern.compile("\"" + name + "\": *(\\d+)").matcher(json);
        assertThat(number.find()).as(name).isTrue();
        return Integer.parseInt(number.group(1));
    }

    @Test
    void formsOfOldAndSloppyPrograms() {
        var expected = OffsetDateTime.parse("1997-02-13T23:32:54Z");
        for (String text :
                new String[] {
                    "Thu, 13 Feb 1997 23:32:54 GMT",
                    "Thu,13 Feb 97 23:32:54 Z",
                    "Thursday, 13-Feb-97 23:32:54 GMT",
                    "13 February 1997 23:32:54 +00:00",
                    "Thu Feb 13 23:32:54 1997",
                    "Thu Feb 13 23:32:54 UTC 1997",
                    "Fri, 14 Feb 1997 08:32:54 KST",
                    "Fri, 14 Feb 97 08:32:54+0900",
                    "from a by b; Thu, 13 Feb 1997 23:32:54 -0000"
                }) {
            assertThat(MailDate.parse(text).map(OffsetDateTime::toInstant))
                    .as(text)
                    .contains(expected.toInstant());
        }
        assertThat(MailDate.parse("1 Jan 49 00:00 GMT").orElseThrow().getYear()).isEqualTo(2049);
        assertThat(MailDate.parse("1 Jan 50 00:00 GMT").orElseThrow().getYear()).isEqualTo(1950);
        assertThat(MailDate.parse("1 Jan 104 00:00 GMT").orElseThrow().getYear()).isEqualTo(2004);
        assertThat(MailDate.parse("30 Jun 2015 23:59:60 GMT").orElseThrow().getSecond())
                .isEqualTo(59);
    }

    @Test
    void aYearCountedFrom1900AndAZoneThatIsNone() {
        assertThat(MailDate.parse("Sat, 02 Feb 0102 23:26:17 +0200"))
                .contains(OffsetDateTime.parse("2002-02-02T23:26:17+02:00"));
        assertThat(MailDate.parse("Tue, 03 Sep 2002 10:03:14 -1900"))
                .contains(OffsetDateTime.parse("2002-09-03T10:03:14Z"));
    }

    @Test
    void m13WhatIsNoDateIsEmpty() {
        for (String text :
                new String[] {
                    "",
                    "Thu, 13 Feb 99999 23:32:54 GMT",
                    "31 Feb 2020 00:00:00 GMT",
                    "1 Jan 2020 25:00:00 GMT",
                    "1 Jan 2020 10:61 GMT",
                    "a b c d e",
                    "- - - -",
                    "x".repeat(10_000)
                }) {
            assertThat(MailDate.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        long seed = 41;
        var random = new Random(seed);
        for (int n = 0; n < 5000; n++) {
            OffsetDateTime date =
                    OffsetDateTime.ofInstant(
                            java.time.Instant.ofEpochSecond(random.nextLong(253_000_000_000L)),
                            ZoneOffset.ofTotalSeconds((random.nextInt(1600) - 800) * 60));
            assertThat(MailDate.parse(MailDate.format(date))).as("seed %d", seed).contains(date);
        }
        assertThat(MailDate.format(OffsetDateTime.parse("1997-02-13T23:32:54-03:30")))
                .isEqualTo("Thu, 13 Feb 1997 23:32:54 -0330");
        assertThat(MailDate.format(OffsetDateTime.parse("2005-03-04T01:02:03+09:00")))
                .isEqualTo("Fri, 4 Mar 2005 01:02:03 +0900");
    }

    @Test
    void anyTextGivesAnAnswer() {
        long seed = 42;
        var random = new Random(seed);
        String date = "Thu, 13 Feb 1997 23:32:54 -0330 (NST)";
        for (int n = 0; n < 50_000; n++) {
            byte[] mutated = Samples.mutated(Samples.latin1(date), random);
            assertThat(MailDate.parse(new String(mutated, StandardCharsets.ISO_8859_1)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }
}
