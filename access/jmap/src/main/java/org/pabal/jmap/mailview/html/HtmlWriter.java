// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// Writes HTML that every parser reads alike. For one thread.
final class HtmlWriter {
    private final StringBuilder out;
    private final Deque<String> open = new ArrayDeque<>();

    HtmlWriter(int expected) {
        this.out = new StringBuilder(expected);
    }

    void open(String element, Map<String, String> attributes) {
        out.append('<').append(element);
        attributes.forEach((name, value) -> {
            out.append(' ').append(name).append("=\"");
            escape(value);
            out.append('"');
        });
        out.append('>');
        if (!HtmlPolicy.VOID.contains(element)) {
            open.push(element);
        }
    }

    void close(String element) {
        if (!HtmlPolicy.VOID.contains(element)) {
            out.append("</").append(open.pop()).append('>');
        }
    }

    void text(String text) {
        escape(text);
    }

    /// Also when the mail was cut.
    String finish() {
        while (!open.isEmpty()) {
            out.append("</").append(open.pop()).append('>');
        }
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\u00A0' -> out.append("&nbsp;");
                case '\0' -> {}
                default -> out.append(c);
            }
        }
    }
}
