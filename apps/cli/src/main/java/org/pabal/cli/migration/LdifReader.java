// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads LDIF, RFC 2849, record by record: folded lines, comments, base64, CRLF and LF alike.
///
/// Entries, and changes that add one. A record outside the grammar is an item that says so, and the
/// next one is read.
public final class LdifReader {
    /// Of an unfolded line: a photograph may be in the way.
    private static final int MAX_LINE_OCTETS = 4 << 20;

    private static final int MAX_LINES = 20_000;

    private final InputStream in;
    private int number;
    private Optional<Line> next = Optional.empty();
    private boolean atEnd;

    /// @param number of its first physical line
    private record Line(int number, byte[] octets) {
        boolean isEmpty() {
            return octets.length == 0;
        }

        boolean isComment() {
            return octets.length > 0 && octets[0] == '#';
        }
    }

    /// A record cannot be read.
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        Unfit(int line, String reason) {
            super(reason);
            this.line = line;
        }
    }

    public LdifReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /// Empty at the end of the file.
    public Optional<LdifItem> read() throws IOException {
        while (true) {
            List<Line> lines = readRecord();
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            List<Line> rest =
                    lines.stream()
                            .filter(line -> !isVersion(line))
                            .toList(); // RFC 2849, version-spec
            if (!rest.isEmpty()) {
                return Optional.of(item(rest));
            }
        }
    }

    private static boolean isVersion(Line line) {
        return line.octets().length < 20
                && new String(line.octets(), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT)
                        .startsWith("version:");
    }

    private static LdifItem item(List<Line> lines) {
        try {
            return entry(lines);
        } catch (Unfit e) {
            return new LdifItem.Unreadable(e.line, String.valueOf(e.getMessage()));
        }
    }

    private static LdifItem entry(List<Line> lines) throws Unfit {
        Line first = lines.getFirst();
        LdifItem.Value dn = value(first);
        if (!dn.is("dn")) {
            throw new Unfit(first.number(), "a record begins with dn:");
        }
        String name =
                dn.text().orElseThrow(() -> new Unfit(first.number(), "the name is not UTF-8"));
        List<LdifItem.Value> values = new ArrayList<>();
        if (lines.size() > MAX_LINES) {
            throw new Unfit(first.number(), "a record of more than " + MAX_LINES + " lines");
        }
        for (Line line : lines.subList(1, lines.size())) {
            LdifItem.Value value = value(line);
            if (value.is("changetype")) {
                if (value.text().filter(text -> text.strip().equalsIgnoreCase("add")).isEmpty()) {
                    throw new Unfit(
                            line.number(), "a change of an entry: only what adds one is read");
                }
            } else if (!value.is("control")) {
                values.add(value);
            }
        }
        return new LdifItem.Entry(first.number(), name, List.copyOf(values));
    }

    /// `attrval-spec = AttributeDescription value-spec SEP`
    private static LdifItem.Value value(Line line) throws Unfit {
        byte[] octets = line.octets();
        int colon = 0;
        while (colon < octets.length && octets[colon] != ':') {
            colon++;
        }
        String attribute = new String(octets, 0, colon, StandardCharsets.ISO_8859_1).strip();
        if (colon == octets.length || !attribute.matches("[A-Za-z0-9][A-Za-z0-9.;_-]*")) {
            throw new Unfit(line.number(), "neither an attribute with its value nor a comment");
        }
        int from = colon + 1;
        boolean base64 = from < octets.length && octets[from] == ':';
        if (from < octets.length && octets[from] == '<') {
            throw new Unfit(
                    line.number(), "the value is in another file; put it here, in base64 after ::");
        }
        from += base64 ? 1 : 0;
        while (from < octets.length && octets[from] == ' ') {
            from++;
        }
        byte[] value = Arrays.copyOfRange(octets, from, octets.length);
        return new LdifItem.Value(
                line.number(), attribute, base64 ? decoded(line.number(), value) : value);
    }

    private static byte[] decoded(int line, byte[] base64) throws Unfit {
        try {
            return Base64.getDecoder()
                    .decode(new String(base64, StandardCharsets.ISO_8859_1).strip());
        } catch (IllegalArgumentException notBase64) {
            throw new Unfit(line, "what stands after :: is not base64");
        }
    }

    /// The lines of the next record, unfolded, without comments; none at the end of the file.
    private List<Line> readRecord() throws IOException {
        List<Line> lines = new ArrayList<>();
        while (true) {
            Optional<Line> line = readUnfolded();
            if (line.isEmpty() || line.get().isEmpty() && !lines.isEmpty()) {
                return lines;
            }
            boolean counts = !line.get().isEmpty() && !line.get().isComment();
            if (counts && lines.size() <= MAX_LINES) {
                lines.add(line.get());
            }
        }
    }

    /// A line that begins with a space goes on with the one before.
    private Optional<Line> readUnfolded() throws IOException {
        Optional<Line> first = next.isPresent() ? next : readPhysical();
        next = Optional.empty();
        if (first.isEmpty() || first.get().isEmpty()) {
            return first;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(first.get().octets());
        while (true) {
            Optional<Line> more = readPhysical();
            if (more.isEmpty()) {
                break;
            }
            byte[] octets = more.get().octets();
            if (octets.length == 0 || octets[0] != ' ') {
                next = more;
                break;
            }
            if (whole.size() + octets.length <= MAX_LINE_OCTETS) {
                whole.write(octets, 1, octets.length - 1);
            }
        }
        return Optional.of(new Line(first.get().number(), whole.toByteArray()));
    }

    /// Without its end; of one that is too long, the beginning.
    private Optional<Line> readPhysical() throws IOException {
        if (atEnd) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        if (octet < 0) {
            atEnd = true;
            return Optional.empty();
        }
        while (octet >= 0 && octet != '\n') {
            if (line.size() < MAX_LINE_OCTETS) {
                line.write(octet);
            }
            octet = in.read();
        }
        atEnd = octet < 0;
        byte[] octets = line.toByteArray();
        boolean cr = octets.length > 0 && octets[octets.length - 1] == '\r';
        return Optional.of(
                new Line(++number, cr ? Arrays.copyOf(octets, octets.length - 1) : octets));
    }
}
