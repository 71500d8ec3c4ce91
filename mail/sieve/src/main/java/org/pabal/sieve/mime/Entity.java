// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.PlacedField;
import org.pabal.message.mime.TransferEncoding;
import org.pabal.sieve.edit.NewEntity;

/// What a script puts into a message. RFC 2045 §2.4.
///
/// @param fields whole fields, each with its line end, Content-Type among them
record Entity(String fields, byte[] body) {
    private static final String LINE_END = "\r\n";

    /// A text in UTF-8.
    static Entity ofText(String text) {
        TransferEncoding encoded =
                TransferEncoding.ofText(lines(text).getBytes(StandardCharsets.UTF_8));
        String fields =
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                        + encoded.label()
                        + LINE_END;
        return new Entity(fields, encoded.octets());
    }

    /// A header section and a body as a script has written them.
    static Entity ofMime(String entity) {
        byte[] octets = lines(entity).getBytes(StandardCharsets.UTF_8);
        NewEntity whole = new NewEntity(octets);
        MimePart root = whole.root();
        int bodyAt = (int) root.bodyOffset();
        byte[] section = Arrays.copyOf(octets, bodyAt);
        byte[] body = Arrays.copyOfRange(octets, bodyAt, octets.length);
        StringBuilder fields = new StringBuilder();
        for (PlacedField place : HeaderSection.places(section)) {
            String field =
                    new String(
                            section,
                            place.from(),
                            place.to() - place.from(),
                            StandardCharsets.UTF_8);
            fields.append(field).append(field.endsWith(LINE_END) ? "" : LINE_END);
        }
        return new Entity(withDefaults(root, body, fields).toString(), body);
    }

    private static StringBuilder withDefaults(MimePart root, byte[] body, StringBuilder fields) {
        if (root.header().first("Content-Type").isEmpty()) {
            fields.append("Content-Type: text/plain; charset=utf-8\r\n");
        }
        boolean eightBit = false;
        for (byte octet : body) {
            eightBit |= octet < 0;
        }
        if (eightBit && root.header().first("Content-Transfer-Encoding").isEmpty()) {
            fields.append("Content-Transfer-Encoding: 8bit\r\n");
        }
        return fields;
    }

    /// The fields of MIME alone, for a header section that has others already.
    String mimeFields() {
        byte[] octets = fields.getBytes(StandardCharsets.UTF_8);
        StringBuilder kept = new StringBuilder();
        Predicate<PlacedField> ofMime = place -> isOfMime(place.field().name());
        HeaderSection.places(octets).stream()
                .filter(ofMime)
                .forEach(place ->
                        kept.append(
                                new String(
                                        octets,
                                        place.from(),
                                        place.to() - place.from(),
                                        StandardCharsets.UTF_8)));
        return kept.toString();
    }

    static boolean isOfMime(String name) {
        return name.regionMatches(true, 0, "Content-", 0, 8);
    }

    /// By itself.
    byte[] octets() {
        var out = new ByteArrayOutputStream(fields.length() + body.length + 2);
        out.writeBytes((fields + LINE_END).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// Whether a line of it would end a part around it, now or once its own parts are looked for.
    ///
    /// @param boundaries of the multiparts around it
    boolean collidesWith(List<String> boundaries) {
        String lines = "\n" + new String(octets(), StandardCharsets.ISO_8859_1);
        MimePart root = new NewEntity(octets()).root();
        return boundaries.stream()
                .anyMatch(boundary -> lines.contains("\n--" + boundary) || begins(root, boundary));
    }

    private static boolean begins(MimePart part, String boundary) {
        return part.content().parameters().getOrDefault("boundary", "").startsWith(boundary)
                || part.children().stream().anyMatch(child -> begins(child, boundary));
    }

    /// Lines that end in CRLF, whatever they ended in.
    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", LINE_END);
    }
}
