// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.pabal.message.Address;
import org.pabal.message.mime.MailDate;

/// A mail that brings a report as an attachment. RFC 9990 §3.5.1, RFC 8460 §5.3.
///
/// @param from whose mail it is, also as reverse-path
/// @param to at least one
/// @param subject ASCII; folded at its spaces where it is long
/// @param id what the message id is made of, before the `@`: the same for the same report, dot-atom
/// @param fields further header fields, each whole, without the line end
/// @param reportType for `multipart/report` (RFC 6522); empty for `multipart/mixed`
/// @param words for people, with LF line ends
public record OutgoingReport(
        Address from,
        List<Address> to,
        String subject,
        String id,
        List<String> fields,
        String reportType,
        String words,
        Attachment attachment) {
    private static final int MAX_LINE = 76;
    private static final String BOUNDARY = "=_pabal-report_=";

    /// @param fileName ASCII without quotes
    public record Attachment(String mediaType, String fileName, byte[] octets) {}

    public OutgoingReport {
        to = List.copyOf(to);
        fields = List.copyOf(fields);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a report to nobody");
        }
    }

    /// With CRLF line ends; all ASCII unless an address is not.
    byte[] octets(Instant at) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(2 * attachment.octets().length + 2048);
        String type =
                reportType.isEmpty()
                        ? "multipart/mixed;"
                        : "multipart/report; report-type=\"" + reportType + "\";";
        String domain = from.domain().toAscii();
        line(out, "From: <" + from + ">");
        line(
                out,
                "To: " + to.stream().map(a -> "<" + a + ">").collect(Collectors.joining(",\r\n ")));
        line(out, folded("Subject: " + subject));
        line(out, "Date: " + MailDate.format(at.atOffset(ZoneOffset.UTC)));
        line(out, "Message-ID: <" + id + "@" + domain + ">");
        line(out, "Auto-Submitted: auto-generated"); // RFC 3834 §5
        fields.forEach(field -> line(out, field));
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: " + type + "\r\n boundary=\"" + BOUNDARY + "\"");
        line(out, "");
        line(out, "--" + BOUNDARY);
        words(out);
        line(out, "--" + BOUNDARY);
        line(out, "Content-Type: " + attachment.mediaType());
        line(out, "Content-Transfer-Encoding: base64");
        line(
                out,
                "Content-Disposition: attachment;\r\n filename=\"" + attachment.fileName() + "\"");
        line(out, "");
        base64(out, attachment.octets());
        line(out, "--" + BOUNDARY + "--");
        return out.toByteArray();
    }

    private void words(ByteArrayOutputStream out) {
        boolean ascii = words.chars().allMatch(c -> c < 0x80);
        line(out, "Content-Type: text/plain; charset=" + (ascii ? "us-ascii" : "utf-8"));
        if (ascii) {
            line(out, "");
            words.lines().forEach(each -> line(out, each));
        } else {
            line(out, "Content-Transfer-Encoding: base64");
            line(out, "");
            base64(out, words.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void base64(ByteArrayOutputStream out, byte[] octets) {
        byte[] lineEnd = {'\r', '\n'};
        out.writeBytes(Base64.getMimeEncoder(MAX_LINE, lineEnd).encode(octets));
        line(out, "");
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }

    private static String folded(String field) {
        StringBuilder folded = new StringBuilder(field.length() + 8);
        int line = 0;
        for (String word : field.split(" ", -1)) {
            if (line > 0 && line + 1 + word.length() > MAX_LINE) {
                folded.append("\r\n");
                line = 0;
            }
            if (!folded.isEmpty()) {
                folded.append(' ');
                line++;
            }
            folded.append(word);
            line += word.length();
        }
        return folded.toString();
    }
}
