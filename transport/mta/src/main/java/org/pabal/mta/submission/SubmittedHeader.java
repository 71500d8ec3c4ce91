// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.message.Address;
import org.pabal.message.mime.MailDate;
import org.pabal.mta.ledger.MailId;
import org.pabal.smtp.SmtpReply;

/// The header section of a submitted message: judged strictly, since no reader may see another
/// author in it than we did. RFC 6409 §6 and §8.
final class SubmittedHeader {
    static final SmtpReply MALFORMED =
            SmtpReply.of(550, "5.6.0", "A header line is not of the form Name: value");

    /// Whom a reader may take for the author; in lower case, and as people know them.
    private static final Map<String, String> ORIGINATORS =
            Map.of(
                    "from", "From",
                    "sender", "Sender",
                    "resent-from", "Resent-From",
                    "resent-sender", "Resent-Sender");

    private static final Set<String> REMOVED = Set.of("bcc", "resent-bcc", "return-path");

    private final byte[] octets;
    private final List<Field> fields = new ArrayList<>();
    private boolean malformed;

    /// A field's place in the octets.
    ///
    /// @param name in lower case
    private record Field(String name, int valueStart, int start, int end) {}

    private SubmittedHeader(byte[] octets) {
        this.octets = octets;
    }

    /// @param octets with or without the empty line
    static SubmittedHeader parse(byte[] octets) {
        SubmittedHeader header = new SubmittedHeader(octets);
        int at = 0;
        while (at < octets.length && !header.isEmptyLine(at)) {
            at = header.addField(at);
        }
        return header;
    }

    private boolean isEmptyLine(int at) {
        return octets[at] == '\n'
                || octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
    }

    private int addField(int start) {
        int end = lineEnd(start);
        while (end < octets.length && (octets[end] == ' ' || octets[end] == '\t')) {
            end = lineEnd(end);
        }
        int colon = start;
        while (colon < end && octets[colon] > ' ' && octets[colon] < 0x7F && octets[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (colon < end && (octets[colon] == ' ' || octets[colon] == '\t')) {
            colon++; // obsolete syntax that readers take: RFC 5322 §4.5
        }
        if (nameEnd == start || colon >= end || octets[colon] != ':') {
            malformed = true;
        } else {
            fields.add(
                    new Field(
                            text(start, nameEnd).toLowerCase(Locale.ROOT), colon + 1, start, end));
        }
        return end;
    }

    private int lineEnd(int at) {
        int end = at;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, octets.length);
    }

    private String text(int start, int end) {
        return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private List<Field> all(String name) {
        return fields.stream().filter(field -> field.name.equals(name)).toList();
    }

    /// Why the message is not taken. THREATS S14, M09.
    Optional<SmtpReply> objection(Predicate<Address> isOwn) {
        if (malformed) {
            return Optional.of(MALFORMED);
        }
        if (all("from").size() != 1) {
            return refused("The message must have one From field, it has " + all("from").size());
        }
        if (all("sender").size() > 1) {
            return refused("The message must not have two Sender fields");
        }
        return ORIGINATORS.entrySet().stream()
                .flatMap(each ->
                        all(each.getKey()).stream()
                                .map(field -> objection(field, each.getValue(), isOwn)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<SmtpReply> objection(Field field, String name, Predicate<Address> isOwn) {
        Optional<Address> author = FromField.author(text(field.valueStart, field.end));
        if (author.isEmpty()) {
            return refused("The " + name + " field must name one address");
        }
        return isOwn.test(author.get())
                ? Optional.empty()
                : refused("The " + name + " address is not yours");
    }

    private static Optional<SmtpReply> refused(String text) {
        return Optional.of(SmtpReply.of(550, "5.7.1", text));
    }

    /// The section as it travels, its empty line included if there was one.
    byte[] mended(MailId id, String hostname, Instant at) {
        ByteArrayOutputStream mended = new ByteArrayOutputStream(octets.length + 128);
        if (all("date").isEmpty()) {
            mended.writeBytes(
                    ascii("Date: " + MailDate.format(at.atOffset(ZoneOffset.UTC)) + "\r\n"));
        }
        if (all("message-id").isEmpty()) {
            mended.writeBytes(ascii("Message-ID: <" + id + "@" + hostname + ">\r\n"));
        }
        int end = 0;
        for (Field field : fields) {
            if (!REMOVED.contains(field.name)) {
                mended.write(octets, field.start, field.end - field.start);
            }
            end = field.end;
        }
        mended.write(octets, end, octets.length - end);
        return mended.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
