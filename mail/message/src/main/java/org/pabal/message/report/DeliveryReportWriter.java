// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import org.pabal.message.report.DeliveryReport.Recipient;

/// Writes the three parts of a report: for people, for programs, the original or its header section.
/// RFC 6522 §3, RFC 3464 §2.
final class DeliveryReportWriter {
    private final DeliveryReport report;
    private final StringBuilder out = new StringBuilder(4096);

    DeliveryReportWriter(DeliveryReport report) {
        this.report = report;
    }

    byte[] write() {
        byte[] original = report.original();
        HeaderSection section = HeaderSection.parse(original, 0, original.length);
        boolean whole =
                report.returned() == ReturnContent.FULL && OriginalMessage.canComeBack(original);
        String words = new ReportWords(report, section, whole).text();
        OriginalHeader header = OriginalHeader.of(original);
        String status = status();
        String boundary = boundary(words, status, original);
        header(boundary, section);
        out.append("This is a message in MIME format.\r\n");
        peoplePart(boundary, words);
        statusPart(boundary, status);
        var octets = new ByteArrayOutputStream(original.length + 8_192);
        if (whole) {
            wholePart(boundary);
            flush(octets);
            octets.writeBytes(original);
        } else {
            headerPart(boundary, header);
        }
        out.append("\r\n--").append(boundary).append("--\r\n");
        flush(octets);
        return octets.toByteArray();
    }

    private void flush(ByteArrayOutputStream octets) {
        octets.writeBytes(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
    }

    private void header(String boundary, HeaderSection original) {
        field(
                "From",
                "Mail Delivery System <MAILER-DAEMON@" + report.reportingMta().toAscii() + ">");
        field("To", ReportField.inHeader(report.to()));
        field("Subject", HeaderText.encode(ReportWords.subject(report)));
        field("Date", MailDate.format(report.date()));
        field("Message-ID", report.messageId());
        originalMessageId(original).ifPresent(id -> field("In-Reply-To", id));
        originalMessageId(original).ifPresent(id -> field("References", id));
        field("Auto-Submitted", "auto-replied"); // RFC 3834 §5
        field("MIME-Version", "1.0");
        field(
                "Content-Type",
                "multipart/report; report-type=delivery-status; boundary=\"" + boundary + "\"");
        out.append("\r\n");
    }

    private static Optional<String> originalMessageId(HeaderSection original) {
        return original.first("Message-ID")
                .map(field -> field.value().strip())
                .filter(ReportField::isMessageId);
    }

    private void peoplePart(String boundary, String words) {
        boolean ascii = words.chars().allMatch(c -> c < 0x80);
        delimiter(boundary);
        field("Content-Description", "Notification");
        field("Content-Type", "text/plain; charset=" + (ascii ? "us-ascii" : "utf-8"));
        field("Content-Language", report.language() == DeliveryReport.Language.KO ? "ko" : "en");
        if (!ascii) {
            field("Content-Transfer-Encoding", "base64");
        }
        out.append("\r\n");
        out.append(ascii ? words : base64(words)).append("\r\n");
    }

    private static String base64(String words) {
        byte[] octets = words.getBytes(StandardCharsets.UTF_8);
        return Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(octets);
    }

    private void statusPart(String boundary, String status) {
        delimiter(boundary);
        field("Content-Description", "Delivery report");
        field("Content-Type", "message/delivery-status");
        out.append("\r\n").append(status);
    }

    /// `delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields )`
    private String status() {
        StringBuilder status = new StringBuilder();
        report.envelopeId()
                .ifPresent(id ->
                        ReportField.append(status, "Original-Envelope-Id", ReportField.ascii(id)));
        ReportField.append(status, "Reporting-MTA", "dns; " + report.reportingMta().toAscii());
        date(status, "Arrival-Date", report.arrivalDate());
        for (Recipient recipient : report.recipients()) {
            status.append("\r\n");
            recipient(status, recipient);
        }
        return status.toString();
    }

    private static void recipient(StringBuilder status, Recipient recipient) {
        recipient
                .originalRecipient()
                .ifPresent(given -> ReportField.append(status, "Original-Recipient", typed(given)));
        ReportField.append(
                status, "Final-Recipient", ReportField.typedAddress(recipient.finalRecipient()));
        ReportField.append(status, "Action", recipient.action().toString());
        ReportField.append(status, "Status", recipient.status().toString());
        recipient
                .remoteMta()
                .ifPresent(mta ->
                        ReportField.append(status, "Remote-MTA", "dns; " + ReportField.ascii(mta)));
        recipient
                .remoteReply()
                .ifPresent(reply ->
                        ReportField.append(
                                status,
                                "Diagnostic-Code",
                                (recipient.remoteMta().isPresent() ? "smtp; " : "x-pabal; ")
                                        + ReportField.ascii(reply)));
        date(status, "Last-Attempt-Date", recipient.lastAttempt());
        if (recipient.action() == DeliveryReport.Action.DELAYED) {
            date(status, "Will-Retry-Until", recipient.willRetryUntil());
        }
    }

    private static String typed(String originalRecipient) {
        String ascii = ReportField.ascii(originalRecipient);
        int semicolon = ascii.indexOf(';');
        return semicolon < 0
                ? "rfc822; " + ascii
                : ascii.substring(0, semicolon).strip()
                        + "; "
                        + ascii.substring(semicolon + 1).strip();
    }

    private static void date(StringBuilder out, String name, Optional<OffsetDateTime> date) {
        date.ifPresent(when -> ReportField.append(out, name, MailDate.format(when)));
    }

    private void wholePart(String boundary) {
        delimiter(boundary);
        field("Content-Description", "Original message");
        field("Content-Type", "message/rfc822");
        field("Content-Transfer-Encoding", "8bit"); // of RFC 2046 §5.2.1's three
        out.append("\r\n");
    }

    private void headerPart(String boundary, OriginalHeader header) {
        delimiter(boundary);
        field("Content-Description", "Header section of the original message");
        field("Content-Type", "text/rfc822-headers");
        if (header.isQuotedPrintable()) {
            field("Content-Transfer-Encoding", "quoted-printable");
        }
        out.append("\r\n").append(header.text());
    }

    private void delimiter(String boundary) {
        out.append("\r\n--").append(boundary).append("\r\n");
    }

    private void field(String name, String value) {
        ReportField.append(out, name, value);
    }

    /// Made from what the parts hold, so that nobody can write a part which contains it.
    private static String boundary(String words, String status, byte[] original) {
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

    /// The original's header section as ASCII lines ending in CRLF.
    ///
    /// @param isQuotedPrintable when it has 8-bit octets or lines too long
    record OriginalHeader(String text, boolean isQuotedPrintable) {
        private static final int MAX_OCTETS = 64 << 10; // the report stays small
        private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1

        static OriginalHeader of(byte[] octets) {
            byte[] lines = canonical(octets);
            boolean plain = isPlain(lines);
            return new OriginalHeader(
                    plain
                            ? new String(lines, StandardCharsets.US_ASCII)
                            : QuotedPrintableWriter.write(lines),
                    !plain);
        }

        /// Line ends to CRLF, cut at a line within the limit, nothing behind the empty line.
        private static byte[] canonical(byte[] octets) {
            var lines = new ByteArrayOutputStream(octets.length);
            int i = 0;
            while (i < octets.length) {
                int end = i;
                while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
                    end++;
                }
                if (end == i || lines.size() + end - i > MAX_OCTETS) {
                    break;
                }
                lines.write(octets, i, end - i);
                lines.write('\r');
                lines.write('\n');
                boolean crlf =
                        end + 1 < octets.length && octets[end] == '\r' && octets[end + 1] == '\n';
                i = crlf ? end + 2 : end + 1;
            }
            return lines.toByteArray();
        }

        private static boolean isPlain(byte[] lines) {
            int lineStart = 0;
            for (int i = 0; i < lines.length; i++) {
                byte octet = lines[i];
                boolean control = octet < ' ' && octet != '\r' && octet != '\n' && octet != '\t';
                if (control || octet == 0x7F) {
                    return false;
                }
                if (octet == '\n') {
                    lineStart = i + 1;
                } else if (i - lineStart >= MAX_LINE_OCTETS + 1) {
                    return false;
                }
            }
            return true;
        }
    }
}
