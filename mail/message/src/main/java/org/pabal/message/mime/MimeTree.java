// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tree of a message as octets, for the store: offsets and contents, without the header
/// sections, which are in the message itself.
///
/// Version 1: one octet `1`, then the root. A part is its content, five numbers and its children:
///
/// ```
/// part    = flags type subtype [parameters] [encoding] [id] [description] [md5]
///           [disposition parameters] [languages] [location]
///           headerOffset-from-parent's, header octets, body octets, body lines,
///           number of children, children
/// ```
///
/// `flags` says which of the bracketed ones are there; numbers are varints of 7 bits, low ones
/// first; a text is its length in octets and its UTF-8.
public final class MimeTree {
    private static final int VERSION = 1;
    private static final int MAX_DEPTH = 1_000; // more than any limit a scan may have had
    private static final int PARAMETERS = 1;
    private static final int ENCODING = 1 << 1;
    private static final int ID = 1 << 2;
    private static final int DESCRIPTION = 1 << 3;
    private static final int MD5 = 1 << 4;
    private static final int DISPOSITION = 1 << 5;
    private static final int LANGUAGES = 1 << 6;
    private static final int LOCATION = 1 << 7;

    private MimeTree() {}

    public static byte[] encode(MimePart root) {
        var writer = new Writer();
        writer.out.write(VERSION);
        writer.part(root, 0);
        return writer.out.toByteArray();
    }

    /// What {@link #encode} wrote, each part with an empty header section.
    ///
    /// @throws IllegalArgumentException if the octets are damaged or of an unknown version
    public static MimePart decode(byte[] octets) {
        return decode(octets, 0, octets.length);
    }

    /// As {@link #decode(byte[])}, from among other octets.
    public static MimePart decode(byte[] octets, int offset, int length) {
        if (length == 0 || octets[offset] != VERSION) {
            throw new IllegalArgumentException("MIME tree of an unknown version");
        }
        var reader = new Reader(octets, offset + 1, offset + length);
        MimePart root = reader.part(0, 0);
        if (reader.next != reader.end) {
            throw reader.damaged();
        }
        return root;
    }

    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

        private void part(MimePart part, long base) {
            content(part.content());
            number(part.headerOffset() - base);
            number(part.bodyOffset() - part.headerOffset());
            number(part.endOffset() - part.bodyOffset());
            number(part.bodyLines());
            number(part.children().size());
            for (MimePart child : part.children()) {
                part(child, part.headerOffset());
            }
        }

        private void content(MimeContent content) {
            boolean encoded = !content.transferEncoding().equals("7bit");
            number(
                    flag(PARAMETERS, !content.parameters().isEmpty())
                            | flag(ENCODING, encoded)
                            | flag(ID, content.id().isPresent())
                            | flag(DESCRIPTION, content.description().isPresent())
                            | flag(MD5, content.md5().isPresent())
                            | flag(DISPOSITION, content.disposition().isPresent())
                            | flag(LANGUAGES, !content.languages().isEmpty())
                            | flag(LOCATION, content.location().isPresent()));
            text(content.type());
            text(content.subtype());
            if (!content.parameters().isEmpty()) {
                parameters(content.parameters());
            }
            if (encoded) {
                text(content.transferEncoding());
            }
            content.id().ifPresent(this::text);
            content.description().ifPresent(this::text);
            content.md5().ifPresent(this::text);
            content.disposition()
                    .ifPresent(disposition -> {
                        text(disposition);
                        parameters(content.dispositionParameters());
                    });
            if (!content.languages().isEmpty()) {
                number(content.languages().size());
                content.languages().forEach(this::text);
            }
            content.location().ifPresent(this::text);
        }

        private static int flag(int bit, boolean set) {
            return set ? bit : 0;
        }

        private void parameters(Map<String, String> parameters) {
            number(parameters.size());
            parameters.forEach((name, value) -> {
                text(name);
                text(value);
            });
        }

        private void text(String text) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            number(octets.length);
            out.writeBytes(octets);
        }

        private void number(long value) {
            long rest = value;
            while (rest >>> 7 != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }

    private static final class Reader {
        private final byte[] octets;
        private final int end;
        private int next;

        private Reader(byte[] octets, int next, int end) {
            this.octets = octets;
            this.next = next;
            this.end = end;
        }

        private MimePart part(long base, int depth) {
            if (depth > MAX_DEPTH) {
                throw damaged();
            }
            MimeContent content = content();
            long headerOffset = base + number();
            long bodyOffset = headerOffset + number();
            long endOffset = bodyOffset + number();
            long bodyLines = number();
            int count = count();
            List<MimePart> children = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                children.add(part(headerOffset, depth + 1));
            }
            return new MimePart(
                    content,
                    new HeaderSection(List.of()),
                    headerOffset,
                    bodyOffset,
                    endOffset,
                    bodyLines,
                    children);
        }

        private MimeContent content() {
            long flags = number();
            String type = text();
            String subtype = text();
            Map<String, String> parameters = has(flags, PARAMETERS) ? parameters() : Map.of();
            String encoding = has(flags, ENCODING) ? text() : "7bit";
            Optional<String> id = optional(flags, ID);
            Optional<String> description = optional(flags, DESCRIPTION);
            Optional<String> md5 = optional(flags, MD5);
            Optional<String> disposition = optional(flags, DISPOSITION);
            Map<String, String> dispositionParameters =
                    disposition.isPresent() ? parameters() : Map.of();
            List<String> languages = has(flags, LANGUAGES) ? texts() : List.of();
            Optional<String> location = optional(flags, LOCATION);
            return new MimeContent(
                    type,
                    subtype,
                    parameters,
                    encoding,
                    id,
                    description,
                    md5,
                    disposition,
                    dispositionParameters,
                    languages,
                    location);
        }

        private static boolean has(long flags, int bit) {
            return (flags & bit) != 0;
        }

        private Optional<String> optional(long flags, int bit) {
            return has(flags, bit) ? Optional.of(text()) : Optional.empty();
        }

        private Map<String, String> parameters() {
            int count = count();
            Map<String, String> parameters = LinkedHashMap.newLinkedHashMap(count);
            for (int i = 0; i < count; i++) {
                String name = text();
                parameters.put(name, text());
            }
            return Collections.unmodifiableMap(parameters);
        }

        private List<String> texts() {
            int count = count();
            List<String> texts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                texts.add(text());
            }
            return List.copyOf(texts);
        }

        private String text() {
            int length = count();
            String text = new String(octets, next, length, StandardCharsets.UTF_8);
            next += length;
            return text;
        }

        /// A number of things that take an octet each at least.
        private int count() {
            long count = number();
            if (count > end - next) {
                throw damaged();
            }
            return (int) count;
        }

        private long number() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                if (next == end) {
                    throw damaged();
                }
                byte octet = octets[next++];
                value |= (long) (octet & 0x7F) << shift;
                if (octet >= 0) {
                    return value;
                }
            }
            throw damaged();
        }

        private IllegalArgumentException damaged() {
            return new IllegalArgumentException("MIME tree damaged near octet " + next);
        }
    }
}
