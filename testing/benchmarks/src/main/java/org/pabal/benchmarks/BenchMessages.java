// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/// Messages of about 4 KiB as mailing lists and offices send them: plain text, alternatives and now
/// and then an attachment; threads of ten; always the same ones.
final class BenchMessages {
    /// Stands in the subject, and in the body, of one message in a thousand.
    static final String RARE = "zanzibar";

    private static final int OCTETS = 4096;
    private static final String[] WORDS = {
        "agenda", "budget", "meeting", "project", "release", "server", "invoice", "travel",
        "question", "answer", "report", "status", "review", "holiday", "contract", "delivery",
        "mailbox", "network", "storage", "window", "summary", "morning", "customer", "feature"
    };
    private static final ZonedDateTime FIRST =
            ZonedDateTime.of(2020, 1, 1, 8, 0, 0, 0, ZoneOffset.UTC);

    private BenchMessages() {}

    static byte[] message(int number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder(OCTETS + 512);
        header(text, number, random);
        boolean rare = number % 1000 == 500;
        if (number % 3 == 0) {
            alternative(text, number, random, rare);
        } else {
            text.append("Content-Type: text/plain; charset=us-ascii; format=flowed\r\n\r\n");
            words(text, random, OCTETS, rare);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void header(StringBuilder text, int number, Random random) {
        int thread = number / 10;
        text.append("Return-Path: <person").append(number % 97).append("@example.org>\r\n");
        text.append("Received: from out.example.org (out.example.org [192.0.2.7])\r\n\tby mail.")
                .append(Peer.DOMAIN)
                .append(" with ESMTPS id ")
                .append(number)
                .append("\r\n\tfor <user0@bench.test>; Wed, 01 Jan 2020 08:00:00 +0000\r\n");
        text.append("From: \"Person Number ").append(number % 97).append("\" <person");
        text.append(number % 97).append("@example.org>\r\n");
        text.append("To: User Zero <user0@bench.test>, list@example.net\r\n");
        if (number % 4 == 0) {
            text.append("Cc: Somebody Else <else@example.com>\r\n");
        }
        text.append("Subject: ").append(number % 10 == 0 ? "" : "Re: ");
        text.append(WORDS[thread % WORDS.length]).append(" and ");
        text.append(WORDS[thread / 7 % WORDS.length]).append(" of week ").append(thread);
        text.append(number % 1000 == 7 ? " " + RARE : "").append("\r\n");
        text.append("Date: ")
                .append(
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                FIRST.plusMinutes(number * 7L + random.nextInt(60))))
                .append("\r\n");
        text.append("Message-ID: <").append(number).append(".bench@example.org>\r\n");
        if (number % 10 != 0) {
            text.append("In-Reply-To: <").append(number - 1).append(".bench@example.org>\r\n");
            text.append("References: <").append(thread * 10).append(".bench@example.org>\r\n <");
            text.append(number - 1).append(".bench@example.org>\r\n");
        }
        text.append("User-Agent: Bench/1.0\r\nMIME-Version: 1.0\r\n");
    }

    private static void alternative(StringBuilder text, int number, Random random, boolean rare) {
        String boundary = "=_" + number;
        text.append("Content-Type: multipart/alternative; boundary=\"").append(boundary);
        text.append("\"\r\n\r\n--").append(boundary);
        text.append("\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        words(text, random, OCTETS / 2, rare);
        text.append("--").append(boundary);
        text.append("\r\nContent-Type: text/html; charset=us-ascii\r\n\r\n<html><body><p>\r\n");
        words(text, random, number % 30 == 0 ? OCTETS - 700 : OCTETS, false);
        text.append("</p></body></html>\r\n--").append(boundary);
        if (number % 30 == 0) {
            text.append("\r\nContent-Type: application/pdf; name=\"report.pdf\"\r\n");
            text.append("Content-Transfer-Encoding: base64\r\n");
            text.append("Content-Disposition: attachment; filename=\"report.pdf\"\r\n\r\n");
            for (int line = 0; line < 8; line++) {
                text.append("JVBERi0xLjQKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXM\r\n");
            }
            text.append("--").append(boundary);
        }
        text.append("--\r\n");
    }

    private static void words(StringBuilder text, Random random, int upTo, boolean rare) {
        int column = 0;
        while (text.length() < upTo) {
            String word = WORDS[random.nextInt(WORDS.length)];
            text.append(word);
            column += word.length() + 1;
            if (column > 68) {
                text.append("\r\n");
                column = 0;
            } else {
                text.append(' ');
            }
        }
        text.append(rare ? RARE : "the end").append("\r\n");
    }
}
