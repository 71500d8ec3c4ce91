// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parameters of Content-Type and Content-Disposition. RFC 2045 §5.1, RFC 2231 §3, §4.
///
/// Read as far as they go: values with spaces but no quotes reach to the next semicolon, comments
/// are dropped, raw 8-bit octets decoded by the rule of THREATS S29. Of two parameters of one name
/// the first counts; the form of RFC 2231 wins over the plain one.
final class MimeParameters {
    private final int maxSegments;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private int segments;
    private boolean doubled;

    private MimeParameters(int maxSegments) {
        this.maxSegments = maxSegments;
    }

    private static final class Parameter {
        private @Nullable String plain;
        private @Nullable String extended;
        private final SortedMap<Integer, Segment> numbered = new TreeMap<>();
        private int count;
    }

    private record Segment(String value, boolean isExtended) {}

    record Parsed(Map<String, String> values, boolean hasDoubledBoundary) {}

    /// @param text of the field, each octet as one char
    /// @param from behind the type or disposition
    static Parsed parse(String text, int from, int maxSegments) {
        var reader = new MimeParameters(maxSegments);
        reader.read(text, from);
        return new Parsed(reader.values(), reader.doubled);
    }

    /// `*(";" parameter)`; a semicolon may be missing, as in some programs' mail.
    private void read(String text, int from) {
        int i = skipSpace(text, from);
        while (i < text.length() && segments < maxSegments) {
            i = skipSpace(text, text.charAt(i) == ';' ? i + 1 : parameter(text, i));
        }
    }

    /// Reads what may be a parameter and returns where the next one may begin.
    private int parameter(String text, int start) {
        int i = start;
        while (i < text.length() && "=; \t\r\n(".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        String name = text.substring(start, i).toLowerCase(Locale.ROOT);
        i = skipSpace(text, i);
        if (name.isEmpty() || i >= text.length() || text.charAt(i) != '=') {
            int semicolon = text.indexOf(';', i);
            return semicolon < 0 ? text.length() : semicolon;
        }
        i = skipSpace(text, i + 1);
        StringBuilder value = new StringBuilder();
        int end =
                i < text.length() && text.charAt(i) == '"'
                        ? quoted(text, i + 1, value)
                        : unquoted(text, i, value);
        add(name, value.toString());
        return end;
    }

    private static int quoted(String text, int start, StringBuilder value) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '"') {
            char c = text.charAt(i++);
            if (c == '\\' && i < text.length()) {
                c = text.charAt(i++);
            }
            if (c != '\r' && c != '\n') {
                value.append(c);
            }
        }
        return Math.min(i + 1, text.length());
    }

    /// A token, or what senders write instead: all up to the semicolon. A comment that ends the
    /// value is dropped, one in its midst is part of a name such as `scan (1).pdf`.
    private static int unquoted(String text, int start, StringBuilder value) {
        int semicolon = text.indexOf(';', start);
        int end = forgottenSemicolon(text, start, semicolon < 0 ? text.length() : semicolon);
        String whole = text.substring(start, end).replace("\r", "").replace("\n", "").strip();
        int comment = whole.endsWith(")") ? whole.indexOf('(') : -1;
        value.append(comment > 0 ? whole.substring(0, comment).strip() : whole);
        return end;
    }

    /// Where a token ends behind which white space and `name=` come: `charset=euc-kr format=flowed`.
    private static int forgottenSemicolon(String text, int start, int end) {
        int token = endOfToken(text, start, end);
        int name = token;
        while (name < end && " \t\r\n".indexOf(text.charAt(name)) >= 0) {
            name++;
        }
        int behind = endOfToken(text, name, end);
        boolean another =
                token > start
                        && name > token
                        && behind > name
                        && behind < end
                        && text.charAt(behind) == '=';
        return another ? token : end;
    }

    private static int endOfToken(String text, int start, int end) {
        int i = start;
        while (i < end
                && text.charAt(i) > ' '
                && text.charAt(i) < 0x7F
                && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int skipSpace(String text, int start) {
        int i = start;
        while (i < text.length()) {
            if (" \t\r\n".indexOf(text.charAt(i)) >= 0) {
                i++;
            } else if (text.charAt(i) == '(') {
                i = skipComment(text, i);
            } else {
                break;
            }
        }
        return i;
    }

    /// Behind the comment that begins at `start`. RFC 5322 §3.2.2; they nest.
    static int skipComment(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
        return text.length();
    }

    private void add(String name, String value) {
        segments++;
        int star = name.indexOf('*');
        String base = star < 0 ? name : name.substring(0, star);
        if (base.isEmpty()) {
            return;
        }
        boolean known = parameters.containsKey(base);
        Parameter parameter = parameters.computeIfAbsent(base, _ -> new Parameter());
        if (star < 0) {
            doubled |= known && base.equals("boundary");
            parameter.plain = parameter.plain == null ? value : parameter.plain;
        } else if (star == name.length() - 1) {
            doubled |= known && base.equals("boundary");
            parameter.extended = parameter.extended == null ? value : parameter.extended;
        } else {
            doubled |= known && base.equals("boundary") && parameter.numbered.isEmpty();
            addSegment(parameter, name.substring(star + 1), value);
        }
    }

    /// `name*3` or `name*3*`, RFC 2231 §3 and §4.1.
    private static void addSegment(Parameter parameter, String number, String value) {
        boolean extended = number.endsWith("*");
        String digits = extended ? number.substring(0, number.length() - 1) : number;
        boolean valid =
                !digits.isEmpty()
                        && digits.length() <= 4
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        parameter.count++;
        if (valid) {
            parameter.numbered.putIfAbsent(Integer.parseInt(digits), new Segment(value, extended));
        }
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            String value = value(parameter);
            if (value != null) {
                values.put(name, HeaderText.withoutControls(value));
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private @Nullable String value(Parameter parameter) {
        if (parameter.extended != null) {
            return extended(parameter.extended);
        }
        boolean fromStart = !parameter.numbered.isEmpty() && parameter.numbered.firstKey() <= 1;
        if (fromStart && parameter.count < maxSegments && segments < maxSegments) {
            return joined(parameter.numbered);
        }
        return parameter.plain == null ? null : repaired(parameter.plain);
    }

    private static String repaired(String value) {
        return Charsets.repair(Charsets.latin1(value));
    }

    /// `charset'language'percent-encoded`, RFC 2231 §4.
    private static String extended(String value) {
        int first = value.indexOf('\'');
        int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
        if (second < 0) {
            return Charsets.repair(percentDecoded(value));
        }
        byte[] octets = percentDecoded(value.substring(second + 1));
        return Charsets.decode(octets, value.substring(0, first));
    }

    /// Segments from 0 (some programs count from 1) up to the first gap; octets are joined before they
    /// are decoded.
    private static String joined(SortedMap<Integer, Segment> numbered) {
        var octets = new ByteArrayOutputStream();
        String charset = "";
        int first = numbered.firstKey();
        int expected = first;
        for (Map.Entry<Integer, Segment> entry : numbered.entrySet()) {
            if (entry.getKey() != expected++) {
                break;
            }
            Segment segment = entry.getValue();
            String value = segment.value();
            if (segment.isExtended() && entry.getKey() == first) {
                int charsetEnd = value.indexOf('\'');
                int second = charsetEnd < 0 ? -1 : value.indexOf('\'', charsetEnd + 1);
                if (second >= 0) {
                    charset = value.substring(0, charsetEnd);
                    value = value.substring(second + 1);
                }
            }
            octets.writeBytes(
                    segment.isExtended() ? percentDecoded(value) : Charsets.latin1(value));
        }
        return charset.isEmpty()
                ? Charsets.repair(octets.toByteArray())
                : Charsets.decode(octets.toByteArray(), charset);
    }

    private static byte[] percentDecoded(String value) {
        byte[] encoded = Charsets.latin1(value);
        var octets = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            boolean octet =
                    encoded[i] == '%'
                            && i + 2 < encoded.length
                            && QuotedPrintableDecoder.hex(encoded[i + 1]) >= 0
                            && QuotedPrintableDecoder.hex(encoded[i + 2]) >= 0;
            if (octet) {
                int high = QuotedPrintableDecoder.hex(encoded[i + 1]) << 4;
                octets.write(high | QuotedPrintableDecoder.hex(encoded[i + 2]));
                i += 2;
            } else {
                octets.write(encoded[i]);
            }
        }
        return octets.toByteArray();
    }
}
