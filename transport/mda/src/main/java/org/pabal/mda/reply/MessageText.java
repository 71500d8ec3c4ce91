// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import org.pabal.message.mime.TransferEncoding;
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
        out.append(HeaderText.field(name, text)).append("\r\n");
        return this;
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
        TransferEncoding body =
                TransferEncoding.ofText(lines(text).getBytes(StandardCharsets.UTF_8));
        field("MIME-Version", "1.0");
        field("Content-Type", "text/plain; charset=utf-8");
        field("Content-Transfer-Encoding", body.label());
        return above(body.octets());
    }

    /// The message with a MIME entity as its content: of its header section only what describes
    /// content is taken over. RFC 5230 §4.3
    byte[] withEntity(String entity) {
        byte[] octets = broken(lines(entity)).getBytes(StandardCharsets.UTF_8);
        HeaderSection header = HeaderSection.parse(octets, 0, octets.length);
        byte[] body = behindHeader(octets);
        field("MIME-Version", "1.0");
        for (HeaderField content : header.fields()) {
            if (content.name().toLowerCase(Locale.ROOT).startsWith("content-")
                    && !content.name().equalsIgnoreCase("Content-Transfer-Encoding")) {
                field(content.name(), ReportField.ascii(unfolded(content.value())));
            }
        }
        encoding(header, body);
        return above(body);
    }

    /// An entity that says 7bit and is not, is 8bit.
    private void encoding(HeaderSection header, byte[] body) {
        String said =
                header.first("Content-Transfer-Encoding")
                        .map(f -> ReportField.ascii(unfolded(f.value())))
                        .orElse("7bit");
        boolean wrong = said.equalsIgnoreCase("7bit") && isEightBit(body);
        field("Content-Transfer-Encoding", wrong ? "8bit" : said);
    }

    /// The message with this body, its last line ended.
    private byte[] above(byte[] body) {
        byte[] header = out.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        var message = new ByteArrayOutputStream(header.length + body.length + 2);
        message.writeBytes(header);
        message.writeBytes(body);
        if (body.length > 0 && body[body.length - 1] != '\n') {
            message.writeBytes(new byte[] {'\r', '\n'});
        }
        return message.toByteArray();
    }

    private static String unfolded(String value) {
        return value.replace("\r", "").replace("\n", "").strip();
    }

    private static byte[] behindHeader(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                if (i - line <= 1) {
                    return Arrays.copyOfRange(octets, i + 1, octets.length);
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
            line.chars()
                    .filter(c -> c >= ' ' && c != 0x7F || c == '\t')
                    .forEach(c -> lines.append((char) c));
            lines.append("\r\n");
        }
        while (lines.length() >= 4 && lines.lastIndexOf("\r\n\r\n") == lines.length() - 4) {
            lines.setLength(lines.length() - 2);
        }
        return lines.toString();
    }

    /// Lines that are longer than mail allows are broken.
    private static String broken(String lines) {
        StringBuilder broken = new StringBuilder(lines.length());
        int octets = 0;
        int next;
        for (int i = 0; i < lines.length(); i = next) {
            int c = lines.codePointAt(i);
            next = i + Character.charCount(c);
            octets = c == '\n' ? 0 : octets + (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
            if (octets > MAX_LINE_OCTETS && c != '\r') {
                broken.append("\r\n");
                octets = 4;
            }
            broken.appendCodePoint(c);
        }
        return broken.toString();
    }

    private static boolean isEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}
