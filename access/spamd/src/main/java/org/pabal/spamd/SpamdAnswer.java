// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pabal.spam.Finding;
import org.pabal.spam.rules.TestTexts;
import org.pabal.spam.rules.TextLanguage;
import org.pabal.spamd.SpamdRequest.Form;
import org.pabal.spamd.SpamdService.Judged;

/// What is answered to a request that asks what a message is.
final class SpamdAnswer {
    private SpamdAnswer() {}

    static byte[] of(Form form, Judged judged, byte[] message) {
        byte[] body =
                switch (form) {
                    case CHECK -> new byte[0];
                    case SYMBOLS -> octets(symbols(judged.findings()));
                    case REPORT -> octets(report(judged));
                    case REPORT_IFSPAM -> judged.isSpam() ? octets(report(judged)) : new byte[0];
                    case PROCESS -> withFields(judged, message, message.length);
                    case HEADERS -> withFields(judged, message, headerLength(message));
                };
        String length = form == Form.CHECK ? "" : "Content-length: " + body.length + "\r\n";
        String head = "SPAMD/1.1 0 EX_OK\r\n" + length + verdict(judged) + "\r\n\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream(head.length() + body.length);
        answer.writeBytes(octets(head));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private static String verdict(Judged judged) {
        return String.format(
                Locale.ROOT,
                "Spam: %s ; %.1f / %.1f",
                judged.isSpam() ? "True" : "False",
                judged.score(),
                judged.required());
    }

    private static String symbols(List<Finding> findings) {
        return findings.stream().map(Finding::test).distinct().collect(Collectors.joining(","));
    }

    private static String report(Judged judged) {
        StringBuilder report = new StringBuilder(1_000);
        report.append(verdict(judged).replace("Spam: ", "Pabal has judged: spam "))
                .append("\n\n pts test                     what was found\n")
                .append("---- ------------------------ ----------------------------------------\n");
        judged.findings().stream()
                .sorted(Comparator.comparingDouble(finding -> -Math.abs(finding.points())))
                .forEach(finding ->
                        report.append(
                                String.format(
                                        Locale.ROOT,
                                        "%4.1f %-24s %s%n",
                                        finding.points(),
                                        finding.test(),
                                        TestTexts.of(finding, TextLanguage.ENGLISH))));
        return report.toString();
    }

    /// The fields take the message's line ends.
    private static byte[] withFields(Judged judged, byte[] message, int length) {
        String fields = hasCrLf(message) ? judged.fields() : judged.fields().replace("\r\n", "\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream(length + fields.length());
        int start = mboxLine(message);
        all.write(message, 0, start);
        all.writeBytes(octets(fields));
        all.write(message, start, length - start);
        return all.toByteArray();
    }

    private static boolean hasCrLf(byte[] message) {
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n') {
                return i > 0 && message[i - 1] == '\r';
            }
        }
        return true;
    }

    /// `From ` of a mailbox file stays on top.
    private static int mboxLine(byte[] message) {
        byte[] from = octets("From ");
        for (int i = 0; i < from.length; i++) {
            if (i >= message.length || message[i] != from[i]) {
                return 0;
            }
        }
        int end = 0;
        while (end < message.length && message[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, message.length);
    }

    /// With the empty line.
    private static int headerLength(byte[] message) {
        for (int i = 1; i < message.length; i++) {
            boolean afterCr = i > 1 && message[i - 1] == '\r' && message[i - 2] == '\n';
            if (message[i] == '\n' && (message[i - 1] == '\n' || afterCr)) {
                return i + 1;
            }
        }
        return message.length;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
