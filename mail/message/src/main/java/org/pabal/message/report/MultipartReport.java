// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.report.DeliveryReport.Language;

/// The three parts of a report: for people, for programs, the original or its header section.
/// RFC 6522 §3.
///
/// @param type `delivery-status` or `disposition-notification`
/// @param description of the second part
/// @param words for people
/// @param status for programs, whole fields
/// @param original the mail, or its header section
/// @param whole shown as it is
record MultipartReport(
        String type,
        String description,
        String words,
        Language language,
        String status,
        byte[] original,
        boolean whole) {
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

    /// @param header the fields of the report, to which those of MIME are added
    byte[] below(StringBuilder header) {
        String boundary = boundary();
        StringBuilder out = header;
        ReportField.append(out, "MIME-Version", "1.0");
        ReportField.append(
                out,
                "Content-Type",
                "multipart/report; report-type=" + type + "; boundary=\"" + boundary + "\"");
        out.append("\r\nThis is a message in MIME format.\r\n");
        peoplePart(out, boundary);
        statusPart(out, boundary);
        var octets = new ByteArrayOutputStream(original.length + 8_192);
        if (whole) {
            wholePart(out, boundary);
            flush(out, octets);
            octets.writeBytes(original);
        } else {
            headerPart(out, boundary);
        }
        out.append("\r\n--").append(boundary).append("--\r\n");
        flush(out, octets);
        return octets.toByteArray();
    }

    private static void flush(StringBuilder out, ByteArrayOutputStream octets) {
        octets.writeBytes(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
    }

    private void peoplePart(StringBuilder out, String boundary) {
        boolean ascii = words.chars().allMatch(c -> c < 0x80);
        delimiter(out, boundary);
        ReportField.append(out, "Content-Description", "Notification");
        ReportField.append(
                out, "Content-Type", "text/plain; charset=" + (ascii ? "us-ascii" : "utf-8"));
        ReportField.append(out, "Content-Language", language == Language.KO ? "ko" : "en");
        boolean plain = ascii && words.lines().allMatch(line -> line.length() <= MAX_LINE_OCTETS);
        if (!plain) {
            ReportField.append(out, "Content-Transfer-Encoding", "base64");
        }
        out.append("\r\n").append(plain ? words : base64(words)).append("\r\n");
    }

    private static String base64(String words) {
        byte[] octets = words.getBytes(StandardCharsets.UTF_8);
        return Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(octets);
    }

    private void statusPart(StringBuilder out, String boundary) {
        delimiter(out, boundary);
        ReportField.append(out, "Content-Description", description);
        ReportField.append(out, "Content-Type", "message/" + type);
        out.append("\r\n").append(status);
    }

    private static void wholePart(StringBuilder out, String boundary) {
        delimiter(out, boundary);
        ReportField.append(out, "Content-Description", "Original message");
        ReportField.append(out, "Content-Type", "message/rfc822");
        // of RFC 2046 §5.2.1's three
        ReportField.append(out, "Content-Transfer-Encoding", "8bit");
        out.append("\r\n");
    }

    private void headerPart(StringBuilder out, String boundary) {
        OriginalHeader header = OriginalHeader.of(original);
        delimiter(out, boundary);
        ReportField.append(out, "Content-Description", "Header section of the original message");
        ReportField.append(out, "Content-Type", "text/rfc822-headers");
        if (header.isQuotedPrintable()) {
            ReportField.append(out, "Content-Transfer-Encoding", "quoted-printable");
        }
        out.append("\r\n").append(header.text());
    }

    private static void delimiter(StringBuilder out, String boundary) {
        out.append("\r\n--").append(boundary).append("\r\n");
    }

    /// Made from what the parts hold, so that nobody can write a part which contains it.
    private String boundary() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(words.getBytes(StandardCharsets.UTF_8));
            digest.update(status.getBytes(StandardCharsets.UTF_8));
            digest.update(original);
            return "=_" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// The id of a message, where it has a sound one.
    static Optional<String> messageId(HeaderSection header) {
        return header.first("Message-ID")
                .map(field -> field.value().strip())
                .filter(ReportField::isMessageId);
    }
}
