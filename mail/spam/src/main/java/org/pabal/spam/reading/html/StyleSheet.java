// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules of `style` elements, as far as they name one element, class or id. What a longer selector
/// says of its last part may hold or not: colours there are taken for unknown, so that nothing is
/// called hidden that people see. Rules within `@media` and the like are passed over.
final class StyleSheet {
    private static final int MAX_RULES = 1_000;
    private static final int MAX_STYLE_CHARS = 2_000;
    private static final int MAX_CLASSES = 10;
    private static final String UNSURE = "color:?;background:url(?)";

    /// Of declarations read again for each element that they are for.
    private static final int MAX_WORK_CHARS = 4 << 20;

    private final Map<String, String> rules = new HashMap<>();
    private int work;

    void read(String content) {
        String css = withoutComments(content);
        int i = 0;
        while (i < css.length() && rules.size() < MAX_RULES) {
            int open = css.indexOf('{', i);
            if (open < 0) {
                return;
            }
            String selectors = css.substring(i, open).strip();
            if (selectors.startsWith("@") || selectors.contains(";")) {
                int start = selectors.lastIndexOf(';') + 1; // behind @import and @charset
                if (selectors.substring(start).strip().startsWith("@")) {
                    i = behindBlock(css, open);
                    continue;
                }
                selectors = selectors.substring(start);
            }
            int close = css.indexOf('}', open);
            close = close < 0 ? css.length() : close;
            rule(selectors, css.substring(open + 1, close));
            i = close + 1;
        }
    }

    private static int behindBlock(String css, int open) {
        int depth = 0;
        for (int i = open; i < css.length(); i++) {
            char c = css.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return css.length();
    }

    private static String withoutComments(String text) {
        String plain = text.replace("<!--", " ").replace("-->", " ");
        int start = plain.indexOf("/*");
        if (start < 0) {
            return plain;
        }
        StringBuilder without = new StringBuilder();
        int done = 0;
        while (start >= 0) {
            without.append(plain, done, start);
            int end = plain.indexOf("*/", start + 2);
            done = end < 0 ? plain.length() : end + 2;
            start = end < 0 ? -1 : plain.indexOf("/*", done);
        }
        return without.append(plain, done, plain.length()).toString();
    }

    private void rule(String selectors, String style) {
        String cut = style.length() > MAX_STYLE_CHARS ? style.substring(0, MAX_STYLE_CHARS) : style;
        for (String selector : selectors.toLowerCase(Locale.ROOT).split(",", 50)) {
            String whole = selector.strip();
            if (isSimple(whole)) {
                rules.merge(whole, cut, StyleSheet::joined);
            } else if (!whole.isEmpty() && touchesColours(cut)) {
                rules.merge(lastPart(whole), UNSURE, StyleSheet::joined);
            }
            if (rules.size() >= MAX_RULES) {
                return;
            }
        }
    }

    private static String joined(String first, String second) {
        return first.length() + second.length() > MAX_STYLE_CHARS ? first : first + ";" + second;
    }

    private static boolean isSimple(String selector) {
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            boolean name = Character.isLetterOrDigit(c) || c == '-' || c == '_';
            if (!name && !(i == 0 && (c == '.' || c == '#'))) {
                return false;
            }
        }
        return !selector.isEmpty();
    }

    private static boolean touchesColours(String style) {
        return style.contains("color") || style.contains("background");
    }

    /// `.b` of `td > p.a:hover .b`
    private static String lastPart(String selector) {
        int end = selector.length();
        int pseudo = selector.lastIndexOf(':');
        int start = Math.max(selector.lastIndexOf(' '), selector.lastIndexOf('>')) + 1;
        if (pseudo > start) {
            end = pseudo;
        }
        int mark = Math.max(selector.lastIndexOf('.', end - 1), selector.lastIndexOf('#', end - 1));
        return selector.substring(Math.max(start, mark), Math.max(end, Math.max(start, mark)));
    }

    /// Applies the rules for this element, its classes and its id.
    Look apply(Look look, Tag tag) {
        if (rules.isEmpty()) {
            return look;
        }
        Look styled = with(look, rules.get(tag.name()));
        String classes = tag.value("class");
        if (!classes.isEmpty()) {
            String[] each = classes.strip().toLowerCase(Locale.ROOT).split("\\s+", MAX_CLASSES);
            for (String one : each) {
                styled = with(styled, rules.get("." + one));
            }
        }
        String id = tag.value("id");
        return id.isEmpty() ? styled : with(styled, rules.get("#" + id.toLowerCase(Locale.ROOT)));
    }

    private Look with(Look look, @Nullable String style) {
        if (style == null || work > MAX_WORK_CHARS) {
            return look;
        }
        work += style.length();
        return look.styled(style);
    }
}
