// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/// An HTML text as lines of plain text: paragraphs, list items and quotations are told apart. For
/// people who want no HTML, and for answers.
public final class PlainText {
    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_QUOTES = 8;
    private static final Set<String> PARAGRAPHS =
            Set.of(
                    "blockquote",
                    "dl",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "hr",
                    "ol",
                    "p",
                    "table",
                    "ul");
    private static final Set<String> LINES =
            Set.of(
                    "address",
                    "article",
                    "aside",
                    "caption",
                    "center",
                    "dd",
                    "div",
                    "dt",
                    "figcaption",
                    "figure",
                    "footer",
                    "header",
                    "li",
                    "main",
                    "nav",
                    "pre",
                    "section",
                    "summary",
                    "tr");

    private final StringBuilder out = new StringBuilder();
    private int quotes;
    private int quotesBefore;
    private int breaks;
    private boolean blank;

    private PlainText() {}

    public static String of(String html) {
        PlainText text = new PlainText();
        HtmlCleaner.parse(html.substring(0, Math.min(html.length(), HtmlCleaner.MAX_CHARS)))
                .filter(text.new Reading());
        return text.out.toString().strip();
    }

    private final class Reading implements NodeFilter {
        @Override
        public FilterResult head(Node node, int depth) {
            if (out.length() > MAX_CHARS) {
                return FilterResult.STOP;
            }
            if (node instanceof TextNode text) {
                words(text.getWholeText());
                return FilterResult.CONTINUE;
            }
            if (!(node instanceof Element element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (HtmlPolicy.of(element.normalName()) == HtmlPolicy.Fate.DROPPED) {
                return FilterResult.SKIP_ENTIRELY;
            }
            begin(element.normalName());
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                end(element.normalName());
            }
            return FilterResult.CONTINUE;
        }
    }

    private void begin(String name) {
        apart(name);
        switch (name) {
            case "blockquote" -> quotes++;
            case "br" -> breaks++;
            case "li" -> words("• ");
            case "hr" -> words("———");
            case "td", "th" -> blank = true;
            default -> {}
        }
    }

    private void end(String name) {
        if (name.equals("blockquote")) {
            quotes--;
        }
        apart(name);
    }

    private void apart(String name) {
        if (PARAGRAPHS.contains(name)) {
            breaks = Math.max(breaks, 2);
        } else if (LINES.contains(name)) {
            breaks = Math.max(breaks, 1);
        }
    }

    private void words(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00A0') {
                blank = true;
            } else if (c != '\u200B' && c != '\u200C' && c != '\u00AD' && c != '\0') {
                separate();
                out.append(c);
            }
        }
    }

    private void separate() {
        if (breaks > 0 || out.isEmpty()) {
            String quote = ">".repeat(Math.min(quotes, MAX_QUOTES));
            if (!out.isEmpty()) {
                String between = ">".repeat(Math.min(Math.min(quotes, quotesBefore), MAX_QUOTES));
                out.append(("\n" + between).repeat(Math.min(breaks, 3) - 1)).append('\n');
            }
            quotesBefore = quotes;
            out.append(quote.isEmpty() ? "" : quote + " ");
        } else if (blank) {
            out.append(' ');
        }
        breaks = 0;
        blank = false;
    }
}
