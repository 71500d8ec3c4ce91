// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The words of an HTML text, for previews and search: tags dropped, references resolved.
///
/// One pass, linear, no tree; never to be shown as HTML.
public final class HtmlText {
    private static final int MAX_REFERENCE_CHARS = 32;
    private static final Set<String> UNREAD =
            Set.of("style", "script", "title", "head", "noscript", "template", "svg");
    private static final Set<String> INLINE =
            Set.of(
                    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i",
                    "ins", "kbd", "mark", "o:p", "q", "s", "samp", "small", "span", "strike",
                    "strong", "sub", "sup", "tt", "u", "var", "wbr");
    private static final Map<String, String> REFERENCES =
            Map.ofEntries(
                    Map.entry("amp", "&"),
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("quot", "\""),
                    Map.entry("apos", "'"),
                    Map.entry("nbsp", " "),
                    Map.entry("copy", "©"),
                    Map.entry("reg", "®"),
                    Map.entry("trade", "™"),
                    Map.entry("hellip", "…"),
                    Map.entry("mdash", "—"),
                    Map.entry("ndash", "–"),
                    Map.entry("lsquo", "‘"),
                    Map.entry("rsquo", "’"),
                    Map.entry("ldquo", "“"),
                    Map.entry("rdquo", "”"),
                    Map.entry("laquo", "«"),
                    Map.entry("raquo", "»"),
                    Map.entry("bull", "•"),
                    Map.entry("middot", "·"),
                    Map.entry("euro", "€"),
                    Map.entry("times", "×"),
                    Map.entry("shy", ""),
                    Map.entry("zwnj", ""),
                    Map.entry("zwj", ""));

    private final String html;
    private final StringBuilder text;

    private HtmlText(String html) {
        this.html = html;
        this.text = new StringBuilder(Math.min(html.length(), 4096));
    }

    public static String of(String html) {
        var reader = new HtmlText(html);
        reader.read();
        return reader.text.toString();
    }

    private void read() {
        int i = 0;
        while (i < html.length()) {
            char c = html.charAt(i);
            if (c == '<') {
                i = markup(i);
            } else if (c == '&') {
                i = reference(i);
            } else {
                text.append(c);
                i++;
            }
        }
    }

    private int markup(int start) {
        if (html.startsWith("<!--", start)) {
            return after("-->", start + 4);
        }
        int nameStart = html.startsWith("</", start) ? start + 2 : start + 1;
        int nameEnd = nameStart;
        while (nameEnd < html.length() && isNameChar(html.charAt(nameEnd))) {
            nameEnd++;
        }
        boolean declaration =
                nameStart < html.length() && "!?".indexOf(html.charAt(nameStart)) >= 0;
        if (nameEnd == nameStart && !declaration) {
            text.append('<');
            return start + 1;
        }
        String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        if (!INLINE.contains(name)) {
            text.append(' ');
        }
        int end = endOfTag(nameEnd);
        if (nameStart == start + 1 && UNREAD.contains(name) && html.charAt(end - 1) == '>') {
            return afterElement(name, end);
        }
        return end;
    }

    /// Behind the `>`; one within a quoted attribute value is none.
    private int endOfTag(int from) {
        char quote = 0;
        for (int i = from; i < html.length(); i++) {
            char c = html.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '>') {
                return i + 1;
            } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
                quote = c;
            }
        }
        return html.length();
    }

    /// Behind the end tag of an element whose content nobody reads; a head may lack its end tag and
    /// then ends at the body.
    private int afterElement(String name, int from) {
        for (int i = html.indexOf('<', from); i >= 0; i = html.indexOf('<', i + 1)) {
            boolean end =
                    html.startsWith("/", i + 1)
                            && html.regionMatches(true, i + 2, name, 0, name.length());
            if (end) {
                return endOfTag(i + 2 + name.length());
            }
            if (name.equals("head") && html.regionMatches(true, i + 1, "body", 0, 4)) {
                return i;
            }
        }
        return html.length();
    }

    private int after(String mark, int from) {
        int at = html.indexOf(mark, from);
        return at < 0 ? html.length() : at + mark.length();
    }

    private int reference(int start) {
        int end = start + 1;
        int limit = Math.min(html.length(), start + MAX_REFERENCE_CHARS);
        while (end < limit && (isNameChar(html.charAt(end)) || html.charAt(end) == '#')) {
            end++;
        }
        String name = html.substring(start + 1, end);
        String character = name.startsWith("#") ? numeric(name) : REFERENCES.get(name);
        if (character == null) {
            text.append('&');
            return start + 1;
        }
        text.append(character);
        return end < html.length() && html.charAt(end) == ';' ? end + 1 : end;
    }

    private static @Nullable String numeric(String name) {
        boolean hex = name.length() > 1 && (name.charAt(1) | 0x20) == 'x';
        String digits = name.substring(hex ? 2 : 1);
        if (digits.isEmpty() || digits.length() > 7) {
            return null;
        }
        int value = 0;
        for (char c : digits.toCharArray()) {
            int digit = Character.digit(c, hex ? 16 : 10);
            if (digit < 0) {
                return null;
            }
            value = value * (hex ? 16 : 10) + digit;
        }
        boolean character =
                Character.isValidCodePoint(value)
                        && (value < 0xD800 || value > 0xDFFF)
                        && value != 0;
        return character ? Character.toString(value) : "\uFFFD";
    }

    private static boolean isNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':';
    }
}
