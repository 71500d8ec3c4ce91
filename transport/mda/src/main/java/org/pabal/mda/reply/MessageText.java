// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import org.pabal.message.report.QuotedPrintableWriter;
import org.pabal.message.report.ReportField;
import org.pabal.sieve.Action.Author;

/// A message while it is written.
final class MessageText {
    private static final int MAX_LINE_OCTETS = 998; // RFC 5322 §2.1.1
    private static final String PHRASE = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+";

    private final StringBuilder out = new StringBuilder(2048);

    /// @param value ASCII without line ends, or with addresses beyond ASCII
    MessageText field(String name, String value) {
        ReportField.append(out, name, value);
        return this;
    }

    /// @param text any
    MessageText unstructured(String name, String text) {
        return field(name, HeaderText.encode(text));
    }

    MessageText from(Author author) {
        return field("From", mailbox(author));
    }

    MessageText addresses(String name, List<Address> addresses) {
        return addresses.isEmpty()
                ? this
                : field(
                        name,
                        addresses.stream()
                                .map(ReportField::inHeader)
                                .collect(Collectors.joining(", ")));
    }

    MessageText stamp(Stamp stamp) {
        if (!ReportField.isMessageId(stamp.messageId())) {
            throw new IllegalArgumentException("not a message id: " + stamp.messageId());
        }
        return field("Date", MailDate.format(stamp.date())).field("Message-ID", stamp.messageId());
    }

    MessageText references(Trigger trigger) {
        trigger.messageId().ifPresent(id -> field("In-Reply-To", id));
        List<String> references = trigger.references();
        return references.isEmpty() ? this : field("References", String.join(" ", references));
    }

    /// `name-addr` or `addr-spec`, RFC 5322 §3.4.
    static String mailbox(Author author) {
        String address = ReportField.inHeader(author.address());
        Optional<String> name =
                author.name().map(HeaderText::withoutBidiControls).filter(text -> !text.isBlank());
        return name.map(text -> phrase(text) + " <" + address + ">").orElse(address);
    }

    private static String phrase(String name) {
        String encoded = HeaderText.encode(name);
        if (!encoded.equals(name) && encoded.startsWith("=?") || encoded.matches(PHRASE)) {
            return encoded;
        }
        return "\"" + encoded.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// The message with this text as its body. RFC 2045 §6.
    byte[] withText(String text) {
        String lines = lines(text);
        field("MIME-Version", "1.0");
        field("Content-Type", "text/plain; charset=utf-8");
        byte[] octets = lines.getBytes(StandardCharsets.UTF_8);
        long beyond = count(octets);
        if (beyond == 0 && longestLine(octets) <= MAX_LINE_OCTETS) {
            out.append("\r\n").append(lines);
        } else if (beyond * 4 > octets.length) {
            field("Content-Transfer-Encoding", "base64");
            out.append("\r\n").append(Base64.getMimeEncoder().encodeToString(octets));
            out.append("\r\n");
        } else {
            field("Content-Transfer-Encoding", "quoted-printable");
            out.append("\r\n").append(QuotedPrintableWriter.write(octets));
        }
        return octets();
    }

    /// The message with a MIME entity as its content: of its header section only what describes
    /// content is taken over. RFC 5230 §4.3
    byte[] withEntity(String entity) {
        byte[] octets = lines(entity).getBytes(StandardCharsets.UTF_8);
        HeaderSection header = HeaderSection.parse(octets, 0, octets.length);
        byte[] body = behindHeader(octets);
        field("MIME-Version", "1.0");
        for (HeaderField content : header.fields()) {
            if (content.name().toLowerCase(java.util.Locale.ROOT).startsWith("content-")
                    && !content.name().equalsIgnoreCase("Content-Transfer-Encoding")) {
                field(content.name(), ReportField.ascii(unfolded(content.value())));
            }
        }
        encoding(header, body);
        out.append("\r\n").append(new String(body, StandardCharsets.UTF_8));
        return octets();
    }

    /// An entity that says 7bit and is not, is 8bit.
    private void encoding(HeaderSection header, byte[] body) {
        String said =
                header.first("Content-Transfer-Encoding")
                        .map(f -> ReportField.ascii(unfolded(f.value())))
                        .orElse("7bit");
        boolean wrong = said.equalsIgnoreCase("7bit") && count(body) > 0;
        field("Content-Transfer-Encoding", wrong ? "8bit" : said);
    }

    private byte[] octets() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String unfolded(String value) {
        return value.replace("\r", "").replace("\n", "").strip();
    }

    private static byte[] behindHeader(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                if (i - line <= 1) {
                    return java.util.Arrays.copyOfRange(octets, i + 1, octets.length);
                }
                line = i + 1;
            }
        }
        return new byte[0];
    }

    /// With CRLF at the end of each line, and without other control characters but tabs.
    static String lines(String text) {
        StringBuilder lines = new StringBuilder(text.length() + 16);
        for (String line : text.split("\r\n|\r|\n", -1)) {
            line.chars().filter(c -> c >= ' ' && c != 0x7F || c == '\t').forEach(c -> lines.append((char) c));
            lines.append("\r\n");
        }
        while (lines.length() >= 4 && lines.lastIndexOf("\r\n\r\n") == lines.length() - 4) {
            lines.setLength(lines.length() - 2);
        }
        return lines.toString();
    }

    private static long count(byte[] octets) {
        long beyond = 0;
        for (byte octet : octets) {
            beyond += octet < 0 ? 1 : 0;
        }
        return beyond;
    }

    private static int longestLine(byte[] octets) {
        int longest = 0;
        int start = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                longest = Math.max(longest, i - 1 - start);
                start = i + 1;
            }
        }
        return longest;
    }
}
