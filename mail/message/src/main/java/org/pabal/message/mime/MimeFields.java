// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the MIME fields of a header section. RFC 2045, RFC 2183 (disposition), RFC 3282
/// (languages), RFC 2557 (location), RFC 1864 (MD5).
///
/// Where a field stands twice the first counts, and the section is ambiguous if it is one that
/// decides what the body is (THREATS M07).
final class MimeFields {
    private static final int MAX_LANGUAGES = 100; // no text is in more
    private static final Map<String, String> US_ASCII = Map.of("charset", "us-ascii");

    private final Map<String, String> values = new HashMap<>();
    private boolean ambiguous;

    private MimeFields() {}

    record Parsed(MimeContent content, boolean ambiguous) {}

    /// @param inDigest true for a part of multipart/digest, which is a message unless it says
    ///     otherwise. RFC 2046 §5.1.5
    static Parsed read(HeaderSection header, boolean inDigest, int maxSegments) {
        var fields = new MimeFields();
        for (HeaderField field : header.fields()) {
            if (field.name().regionMatches(true, 0, "Content-", 0, 8)) {
                fields.add(field.name().substring(8).toLowerCase(Locale.ROOT), field.value());
            }
        }
        return fields.parsed(inDigest, maxSegments);
    }

    private void add(String name, String value) {
        boolean second = values.putIfAbsent(name, value) != null;
        ambiguous |= second && (name.equals("type") || name.equals("transfer-encoding"));
    }

    private Parsed parsed(boolean inDigest, int maxSegments) {
        Type type = type(values.getOrDefault("type", ""), inDigest, maxSegments);
        Disposition disposition = disposition(values.getOrDefault("disposition", ""), maxSegments);
        MimeContent content =
                new MimeContent(
                        type.type(),
                        type.subtype(),
                        type.parameters(),
                        transferEncoding(),
                        text("id"),
                        text("description"),
                        text("md5"),
                        disposition.value(),
                        disposition.parameters(),
                        languages(),
                        text("location"));
        return new Parsed(content, ambiguous || type.ambiguous());
    }

    private record Type(
            String type, String subtype, Map<String, String> parameters, boolean ambiguous) {}

    /// `content := "Content-Type" ":" type "/" subtype *(";" parameter)`; without it, or outside
    /// that grammar, the default of RFC 2045 §5.2.
    private static Type type(String value, boolean inDigest, int maxSegments) {
        int start = skipSpace(value, 0);
        int typeEnd = endOfToken(value, start);
        int slash = skipSpace(value, typeEnd);
        if (typeEnd == start || slash >= value.length() || value.charAt(slash) != '/') {
            return fallback(inDigest);
        }
        int subtypeStart = skipSpace(value, slash + 1);
        int subtypeEnd = endOfToken(value, subtypeStart);
        if (subtypeEnd == subtypeStart) {
            return fallback(inDigest);
        }
        var parameters = MimeParameters.parse(value, subtypeEnd, maxSegments);
        return new Type(
                value.substring(start, typeEnd).toLowerCase(Locale.ROOT),
                value.substring(subtypeStart, subtypeEnd).toLowerCase(Locale.ROOT),
                parameters.values(),
                parameters.hasDoubledBoundary());
    }

    private static Type fallback(boolean inDigest) {
        return inDigest
                ? new Type("message", "rfc822", Map.of(), false)
                : new Type("text", "plain", US_ASCII, false);
    }

    private record Disposition(Optional<String> value, Map<String, String> parameters) {}

    private static Disposition disposition(String value, int maxSegments) {
        int start = skipSpace(value, 0);
        int end = endOfToken(value, start);
        if (end == start) {
            return new Disposition(Optional.empty(), Map.of());
        }
        return new Disposition(
                Optional.of(value.substring(start, end).toLowerCase(Locale.ROOT)),
                MimeParameters.parse(value, end, maxSegments).values());
    }

    private String transferEncoding() {
        String value = values.getOrDefault("transfer-encoding", "");
        int start = skipSpace(value, 0);
        int end = endOfToken(value, start);
        return end == start ? "7bit" : value.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /// Unfolded and trimmed, encoded words left as they are.
    private Optional<String> text(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String text = value.replace("\r", "").replace("\n", "").strip();
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(HeaderText.withoutControls(raw(text)));
    }

    private static String raw(String text) {
        byte[] octets = Charsets.latin1(text);
        return Charsets.isAscii(octets, 0, octets.length) ? text : Charsets.repair(octets);
    }

    private List<String> languages() {
        List<String> languages = new ArrayList<>();
        String value = values.getOrDefault("language", "");
        int i = 0;
        while (i < value.length() && languages.size() < MAX_LANGUAGES) {
            int start = skipSpace(value, i);
            int end = endOfToken(value, start);
            if (end > start) {
                languages.add(value.substring(start, end));
            }
            i = Math.max(end, i + 1);
        }
        return List.copyOf(languages);
    }

    private static int skipSpace(String text, int start) {
        int i = start;
        while (i < text.length()) {
            if (" \t\r\n".indexOf(text.charAt(i)) >= 0) {
                i++;
            } else if (text.charAt(i) == '(') {
                i = MimeParameters.skipComment(text, i);
            } else {
                break;
            }
        }
        return i;
    }

    /// `token`, RFC 2045 §5.1.
    private static int endOfToken(String text, int start) {
        int i = start;
        while (i < text.length()
                && text.charAt(i) > ' '
                && text.charAt(i) < 0x7F
                && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
