// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.message.mime.MailDate;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;

/// A report as a message: words for people, fields for programs, the header section of the mail it
/// is about. RFC 3462, RFC 3464.
///
/// @param to whom it goes
/// @param header of the mail reported on
record ReportText(
        ReportKind kind,
        String hostname,
        MailId id,
        QueueEntry entry,
        Address to,
        Instant now,
        byte[] header) {

    private List<Recipient> recipients() {
        return kind == ReportKind.FAILED ? entry.failed() : entry.pending();
    }

    byte[] octets(Language language) {
        String boundary = "report-" + id;
        ByteArrayOutputStream out = new ByteArrayOutputStream(header.length + 2_048);
        write(out, headerSection(language, boundary));
        write(out, "--" + boundary + "\r\n" + wordsPart(language));
        write(out, "\r\n--" + boundary + "\r\n" + statusPart());
        write(out, "\r\n--" + boundary + "\r\nContent-Type: text/rfc822-headers\r\n\r\n");
        out.writeBytes(header);
        write(out, "\r\n--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private String headerSection(Language language, String boundary) {
        return "Date: "
                + MailDate.format(now.atOffset(ZoneOffset.UTC))
                + "\r\nFrom: Mail Delivery System <MAILER-DAEMON@"
                + hostname
                + ">"
                + "\r\nTo: <"
                + to
                + ">"
                + "\r\nSubject: "
                + encodedWord(ReportWords.subject(kind, language))
                + "\r\nMessage-ID: <"
                + id
                + "@"
                + hostname
                + ">"
                + "\r\nAuto-Submitted: auto-replied"
                + "\r\nMIME-Version: 1.0"
                + "\r\nContent-Type: multipart/report; report-type=delivery-status;"
                + "\r\n\tboundary=\""
                + boundary
                + "\"\r\n\r\n";
    }

    private static String encodedWord(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> c < 0x80)
                ? text
                : "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    private String wordsPart(Language language) {
        String words = ReportWords.body(kind, language, hostname, entry, recipients());
        byte[] octets = words.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(octets)
                + "\r\n";
    }

    private String statusPart() {
        StringBuilder fields =
                new StringBuilder("Content-Type: message/delivery-status\r\n\r\n")
                        .append("Reporting-MTA: dns; ")
                        .append(hostname)
                        .append("\r\nArrival-Date: ")
                        .append(MailDate.format(entry.accepted().atOffset(ZoneOffset.UTC)))
                        .append("\r\n");
        for (Recipient recipient : recipients()) {
            fields.append("\r\n").append(fields(recipient));
        }
        return fields.toString();
    }

    private String fields(Recipient recipient) {
        Diagnosis last = recipient.last().orElse(Diagnosis.ours("4.0.0", ""));
        boolean ascii = recipient.original().chars().allMatch(c -> c >= 0x20 && c < 0x7F);
        StringBuilder fields = new StringBuilder("Final-Recipient: ");
        fields.append(ascii ? "rfc822; " : "utf-8; ").append(recipient.original());
        fields.append("\r\nAction: ").append(kind == ReportKind.FAILED ? "failed" : "delayed");
        fields.append("\r\nStatus: ").append(last.status());
        if (!last.remote().isEmpty()) {
            fields.append("\r\nRemote-MTA: dns; ").append(last.remote());
        }
        if (!last.text().isEmpty()) {
            String type = last.remote().isEmpty() ? "x-pabal; " : "smtp; ";
            fields.append("\r\nDiagnostic-Code: ").append(type).append(last.text());
        }
        fields.append("\r\nLast-Attempt-Date: ")
                .append(MailDate.format(now.atOffset(ZoneOffset.UTC)));
        if (kind == ReportKind.DELAYED) {
            fields.append("\r\nWill-Retry-Until: ")
                    .append(MailDate.format(entry.expires().atOffset(ZoneOffset.UTC)));
        }
        return fields.append("\r\n").toString();
    }
}
