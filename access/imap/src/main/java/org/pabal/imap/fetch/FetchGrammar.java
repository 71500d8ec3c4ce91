// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.fetch.FetchItem.Binary;
import org.pabal.imap.fetch.FetchItem.BinarySize;
import org.pabal.imap.fetch.FetchItem.Body;
import org.pabal.imap.fetch.FetchItem.Partial;
import org.pabal.imap.fetch.FetchItem.Plain;
import org.pabal.imap.fetch.FetchItem.Seen;
import org.pabal.imap.fetch.Section.Kind;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// What FETCH asks for, from its octets. RFC 9051 §9 `fetch`, RFC 3501 §9.
public final class FetchGrammar {
    /// As deep as the MIME tree is parsed (THREATS §4), and then some.
    private static final int MAX_PART_NUMBERS = 120;

    private static final int MAX_ITEMS = 256;

    private FetchGrammar() {}

    /// `"ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")"`
    public static List<FetchItem> items(ImapParser in) throws ImapSyntaxException {
        if (in.skipWord("ALL")) {
            return List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.SIZE, Plain.ENVELOPE);
        } else if (in.skipWord("FAST")) {
            return List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.SIZE);
        } else if (in.skipWord("FULL")) {
            return List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.SIZE, Plain.ENVELOPE, Plain.BODY);
        }
        Set<FetchItem> items = new LinkedHashSet<>();
        if (!in.skip('(')) {
            items.add(item(in));
            return List.copyOf(items);
        }
        do {
            items.add(item(in));
            if (items.size() > MAX_ITEMS) {
                throw in.expected("at most " + MAX_ITEMS + " items");
            }
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(items);
    }

    /// `fetch-att`
    private static FetchItem item(ImapParser in) throws ImapSyntaxException {
        ImapSyntaxException unknown = in.expected("a FETCH item");
        return switch (in.word()) {
            case "UID" -> Plain.UID;
            case "FLAGS" -> Plain.FLAGS;
            case "MODSEQ" -> Plain.MODSEQ;
            case "INTERNALDATE" -> Plain.INTERNALDATE;
            case "SAVEDATE" -> Plain.SAVEDATE;
            case "RFC822.SIZE" -> Plain.SIZE;
            case "EMAILID" -> Plain.EMAILID;
            case "THREADID" -> Plain.THREADID;
            case "ENVELOPE" -> Plain.ENVELOPE;
            case "BODYSTRUCTURE" -> Plain.BODYSTRUCTURE;
            case "PREVIEW" -> preview(in);
            case "BODY" -> in.isNext('[') ? body(in, Seen.SETS) : Plain.BODY;
            case "BODY.PEEK" -> body(in, Seen.PEEKS);
            case "BINARY" -> binary(in, Seen.SETS);
            case "BINARY.PEEK" -> binary(in, Seen.PEEKS);
            case "BINARY.SIZE" -> binarySize(in);
            case "RFC822" -> old("RFC822", Kind.WHOLE, Seen.SETS);
            case "RFC822.HEADER" -> old("RFC822.HEADER", Kind.HEADER, Seen.PEEKS);
            case "RFC822.TEXT" -> old("RFC822.TEXT", Kind.TEXT, Seen.SETS);
            default -> throw unknown;
        };
    }

    /// RFC 3501 §6.4.5.
    private static FetchItem old(String label, Kind kind, Seen seen) {
        return new Body(new Section(List.of(), kind, Set.of()), Optional.empty(), label, seen);
    }

    /// `"PREVIEW" [SP "(" "LAZY" ")"]`: previews are stored, so LAZY ones are there too. RFC 8970 §4.
    private static FetchItem preview(ImapParser in) throws ImapSyntaxException {
        if (in.skipAll(" (")) {
            if (!in.skipWord("LAZY")) {
                throw in.expected("LAZY");
            }
            in.expect(')');
        }
        return Plain.PREVIEW;
    }

    /// `section [partial]`
    private static Body body(ImapParser in, Seen seen) throws ImapSyntaxException {
        StringBuilder label = new StringBuilder("BODY[");
        in.expect('[');
        Section section = section(in, label);
        in.expect(']');
        return new Body(section, partial(in), label.append(']').toString(), seen);
    }

    /// `section-spec` by itself, as a URL has it. RFC 5092 §11.
    public static Section section(ImapParser in) throws ImapSyntaxException {
        return section(in, new StringBuilder());
    }

    /// `[section-spec]`
    private static Section section(ImapParser in, StringBuilder label) throws ImapSyntaxException {
        List<Integer> part = part(in, label);
        if (in.isNext(']') || in.isAtEnd()) {
            return new Section(part, Kind.WHOLE, Set.of());
        }
        if (!part.isEmpty()) {
            in.expect('.');
            label.append('.');
        }
        return sectionText(in, part, label);
    }

    /// `section-part = nz-number *("." nz-number)`, which a name may follow behind a dot
    private static List<Integer> part(ImapParser in, StringBuilder label)
            throws ImapSyntaxException {
        List<Integer> numbers = new ArrayList<>();
        while (in.isPartNumberNext(numbers.isEmpty())) {
            if (!numbers.isEmpty()) {
                in.expect('.');
                label.append('.');
            }
            // No message has so many parts that the number of one does not fit.
            numbers.add((int) Math.min(in.nzNumber(), Integer.MAX_VALUE));
            label.append(numbers.getLast());
            if (numbers.size() > MAX_PART_NUMBERS) {
                throw in.expected("at most " + MAX_PART_NUMBERS + " part numbers");
            }
        }
        return List.copyOf(numbers);
    }

    /// `section-text = section-msgtext / "MIME"`
    private static Section sectionText(ImapParser in, List<Integer> part, StringBuilder label)
            throws ImapSyntaxException {
        ImapSyntaxException unknown =
                in.expected("HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME");
        String name = in.word();
        label.append(name);
        return switch (name) {
            case "HEADER" -> new Section(part, Kind.HEADER, Set.of());
            case "TEXT" -> new Section(part, Kind.TEXT, Set.of());
            case "HEADER.FIELDS" -> new Section(part, Kind.HEADER_FIELDS, fields(in, label));
            case "HEADER.FIELDS.NOT" ->
                    new Section(part, Kind.HEADER_FIELDS_NOT, fields(in, label));
            case "MIME" -> {
                if (part.isEmpty()) {
                    throw unknown;
                }
                yield new Section(part, Kind.MIME, Set.of());
            }
            default -> throw unknown;
        };
    }

    /// `header-list = "(" header-fld-name *(SP header-fld-name) ")"`
    private static Set<String> fields(ImapParser in, StringBuilder label)
            throws ImapSyntaxException {
        Set<String> fields = new LinkedHashSet<>();
        in.space().expect('(');
        do {
            String field = in.astring();
            if (!isFieldName(field)) {
                throw in.expected("names of header fields before this");
            }
            fields.add(field.toUpperCase(Locale.ROOT));
        } while (in.skip(' '));
        in.expect(')');
        label.append(" (").append(String.join(" ", fields)).append(')');
        return Set.copyOf(fields);
    }

    /// RFC 5322 §2.2, and what the response can repeat as an atom; others no message has.
    private static boolean isFieldName(String field) {
        return !field.isEmpty()
                && field.chars().allMatch(c -> c < 128 && ImapParser.isAtomChar((byte) c));
    }

    /// `partial = "<" number64 "." nz-number64 ">"`
    private static Optional<Partial> partial(ImapParser in) throws ImapSyntaxException {
        if (!in.skip('<')) {
            return Optional.empty();
        }
        long origin = in.number64();
        in.expect('.');
        ImapSyntaxException zero = in.expected("a length of at least 1");
        long length = in.number64();
        if (length == 0) {
            throw zero;
        }
        in.expect('>');
        return Optional.of(new Partial(origin, length));
    }

    /// `section-binary [partial]`
    private static Binary binary(ImapParser in, Seen seen) throws ImapSyntaxException {
        StringBuilder label = new StringBuilder("BINARY[");
        List<Integer> part = sectionBinary(in, label);
        return new Binary(part, partial(in), label.toString(), seen);
    }

    private static BinarySize binarySize(ImapParser in) throws ImapSyntaxException {
        StringBuilder label = new StringBuilder("BINARY.SIZE[");
        List<Integer> part = sectionBinary(in, label);
        return new BinarySize(part, label.toString());
    }

    /// `section-binary = "[" [section-part] "]"`
    private static List<Integer> sectionBinary(ImapParser in, StringBuilder label)
            throws ImapSyntaxException {
        in.expect('[');
        List<Integer> part = part(in, label);
        in.expect(']');
        label.append(']');
        return part;
    }
}
