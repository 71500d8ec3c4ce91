// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One begin tag and its attributes, read as browsers do. HTML §13.2.5.
///
/// @param end behind it
record Tag(Element element, String name, List<Attribute> attributes, int end) {
    private static final int MAX_ATTRIBUTES = 60;
    private static final int MAX_NAME_CHARS = 40;

    /// @param name in lower case
    /// @param value references resolved
    record Attribute(String name, String value) {}

    /// @param nameStart behind the `<`
    static Tag read(String html, int nameStart) {
        int nameEnd = endOfName(html, nameStart);
        String name = lower(html, nameStart, nameEnd);
        List<Attribute> attributes = List.of();
        int i = nameEnd;
        while (true) {
            i = skipSpace(html, i);
            if (i >= html.length()) {
                break;
            }
            if (html.charAt(i) == '>') {
                i++;
                break;
            }
            int start = i;
            i = endOfAttributeName(html, i);
            String attribute = lower(html, start, i);
            int equals = skipWhite(html, i);
            String value = "";
            if (equals < html.length() && html.charAt(equals) == '=') {
                int valueStart = skipWhite(html, equals + 1);
                char quote = valueStart < html.length() ? html.charAt(valueStart) : 0;
                int valueEnd;
                if (quote == '"' || quote == '\'') {
                    valueStart++;
                    valueEnd = html.indexOf(quote, valueStart);
                    valueEnd = valueEnd < 0 ? html.length() : valueEnd;
                    i = Math.min(valueEnd + 1, html.length());
                } else {
                    valueEnd = endOfUnquoted(html, valueStart);
                    i = valueEnd;
                }
                value = html.substring(Math.min(valueStart, valueEnd), valueEnd);
            }
            if (attributes.isEmpty()) {
                attributes = new ArrayList<>(6);
            }
            if (attributes.size() < MAX_ATTRIBUTES) {
                attributes.add(new Attribute(attribute, References.resolve(value)));
            }
        }
        return new Tag(Element.of(name), name, attributes, i);
    }

    /// Empty when it is not there; the first counts.
    String value(String attribute) {
        for (Attribute each : attributes) {
            if (each.name.equals(attribute)) {
                return each.value;
            }
        }
        return "";
    }

    boolean has(String attribute) {
        for (Attribute each : attributes) {
            if (each.name.equals(attribute)) {
                return true;
            }
        }
        return false;
    }

    static int endOfName(String html, int start) {
        int i = start;
        while (i < html.length() && !isSpace(html.charAt(i)) && "/>".indexOf(html.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    /// In lower case; cut where nothing has so long a name.
    static String lower(String html, int start, int end) {
        int cut = Math.min(end, start + MAX_NAME_CHARS);
        return html.substring(start, cut).toLowerCase(Locale.ROOT);
    }

    /// Behind the `>` of an end tag.
    static int endOfTag(String html, int from) {
        int end = html.indexOf('>', from);
        return end < 0 ? html.length() : end + 1;
    }

    /// At least one character, so that a stray `=` or quote is passed.
    private static int endOfAttributeName(String html, int start) {
        int i = start + 1;
        while (i < html.length() && !isSpace(html.charAt(i)) && "/>=".indexOf(html.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int endOfUnquoted(String html, int start) {
        int i = start;
        while (i < html.length() && !isSpace(html.charAt(i)) && html.charAt(i) != '>') {
            i++;
        }
        return i;
    }

    private static int skipSpace(String html, int from) {
        int i = from;
        while (i < html.length() && (isSpace(html.charAt(i)) || html.charAt(i) == '/')) {
            i++;
        }
        return i;
    }

    private static int skipWhite(String html, int from) {
        int i = from;
        while (i < html.length() && isSpace(html.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
