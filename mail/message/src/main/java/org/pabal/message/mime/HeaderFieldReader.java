// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits the octets of a header section into its fields. RFC 5322 §2.2, §4.5.
///
/// A field name is `1*ftext`, white space before the colon allowed (obsolete syntax). A line that
/// begins no field and continues none ends the section, as if an empty line stood before it:
/// that is how the MTAs that mail usually passes read it. An mbox `From ` line on top belongs to the
/// section and is no field.
final class HeaderFieldReader {
    /// A line longer than this must have shown its colon by then.
    static final int MAX_NAME_OCTETS = 998;

    private HeaderFieldReader() {}

    static List<HeaderField> read(byte[] octets, int offset, int length) {
        List<HeaderField> fields = new ArrayList<>();
        int end = offset + length;
        int i = begin(octets, offset, end);
        while (i < end) {
            int colon = colon(octets, i, end);
            if (colon < 0) {
                break;
            }
            int next = endOfField(octets, i, end);
            fields.add(field(octets, i, colon, next));
            i = next;
        }
        return fields;
    }

    static List<PlacedField> places(byte[] octets) {
        List<PlacedField> places = new ArrayList<>();
        int i = begin(octets, 0, octets.length);
        while (i < octets.length) {
            int colon = colon(octets, i, octets.length);
            if (colon < 0) {
                break;
            }
            int next = endOfField(octets, i, octets.length);
            places.add(new PlacedField(field(octets, i, colon, next), i, next));
            i = next;
        }
        return places;
    }

    /// Where the first field may begin: behind an mbox line.
    static int begin(byte[] octets, int offset, int end) {
        boolean mboxLine = colon(octets, offset, end) < 0 && isMboxLine(octets, offset, end);
        return mboxLine ? endOfField(octets, offset, end) : offset;
    }

    private static HeaderField field(byte[] octets, int start, int colon, int end) {
        int nameEnd = colon;
        while (isSpace(octets[nameEnd - 1])) {
            nameEnd--;
        }
        int valueEnd = end;
        if (valueEnd > colon + 1 && octets[valueEnd - 1] == '\n') {
            valueEnd--;
            if (valueEnd > colon + 1 && octets[valueEnd - 1] == '\r') {
                valueEnd--;
            }
        }
        String name = new String(octets, start, nameEnd - start, StandardCharsets.ISO_8859_1);
        String value =
                new String(octets, colon + 1, valueEnd - colon - 1, StandardCharsets.ISO_8859_1);
        return new HeaderField(name, value);
    }

    /// Where the colon of the field stands that begins at `start`, or -1 if none begins there.
    static int colon(byte[] octets, int start, int end) {
        int last = Math.min(end, start + MAX_NAME_OCTETS + 1);
        int i = start;
        while (i < last && octets[i] > ' ' && octets[i] < 0x7F && octets[i] != ':') {
            i++;
        }
        if (i == start) {
            return -1;
        }
        while (i < last && isSpace(octets[i])) {
            i++;
        }
        return i < last && octets[i] == ':' ? i : -1;
    }

    static boolean isMboxLine(byte[] octets, int start, int end) {
        int i = start < end && octets[start] == '>' ? start + 1 : start;
        return i + 5 <= end
                && octets[i] == 'F'
                && octets[i + 1] == 'r'
                && octets[i + 2] == 'o'
                && octets[i + 3] == 'm'
                && octets[i + 4] == ' ';
    }

    private static int endOfField(byte[] octets, int start, int end) {
        int i = endOfLine(octets, start, end);
        while (i < end && isSpace(octets[i])) {
            i = endOfLine(octets, i, end);
        }
        return i;
    }

    private static int endOfLine(byte[] octets, int start, int end) {
        int lf = LineEnds.indexOfLf(octets, start, end);
        return lf < 0 ? end : lf + 1;
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
