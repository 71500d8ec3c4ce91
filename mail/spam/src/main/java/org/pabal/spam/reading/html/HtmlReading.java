// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.html.HtmlFacts.Concealment;
import org.pabal.spam.reading.html.HtmlFacts.Counted;
import org.pabal.spam.reading.html.HtmlFacts.Tally;
import org.pabal.spam.reading.html.Tag.Attribute;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Links;
import org.pabal.spam.reading.link.TextLinks;

/// Reads the HTML parts of one mail, one after the other, each in one pass from its beginning to its
/// end. HTML §13.2, without its repairs of misnested elements, and CSS as far as it hides text.
///
/// Total and linear: of elements within elements {@link ReadingLimits#HTML_DEPTH} are known, and
/// style sheets are looked at for so long (THREATS M16).
public final class HtmlReading {
    private static final int MAX_COMMENT_CHARS = 500; // of one comment, as text that is hidden
    private static final int PIXEL = 2; // neither wider nor higher
    private static final int MAX_REFRESH_CHARS = 4_000;

    private final Links links;
    private final StringBuilder text;
    private final StringBuilder hidden;
    private final Tally tally = new Tally();
    private final ShownText shown;

    private String html = "";
    private StyleSheet sheet = new StyleSheet();
    private final List<Open> open = new ArrayList<>();
    private Look look = Look.START;
    private int linkColour = Colours.LINK;

    /// Elements beyond those in `open`.
    private int deeper;

    private String anchor = "";

    /// Up to where the text was searched for links.
    private int searched;

    private int tags;

    private record Open(Element element, String name, Look before) {}

    /// @param links takes what is found
    /// @param text takes what people see
    /// @param hidden takes what they do not
    public HtmlReading(Links links, StringBuilder text, StringBuilder hidden) {
        this.links = links;
        this.text = text;
        this.hidden = hidden;
        this.shown = new ShownText(text, hidden, tally);
    }

    /// Whether there was more text than is kept.
    public boolean isCut() {
        return shown.isFull();
    }

    public HtmlFacts facts() {
        return tally.facts();
    }

    /// Adds a part.
    public void read(String part) {
        html = part;
        sheet = new StyleSheet();
        open.clear();
        deeper = 0;
        look = Look.START;
        linkColour = Colours.LINK;
        searched = text.length();
        tally.add(Counted.PARTS, 1);
        tags = 0;
        run();
        endAnchor();
        searchText();
        shown.finish();
        tally.add(Counted.TAGS, tags);
    }

    private void run() {
        int i = 0;
        int length = html.length();
        while (i < length) {
            char c = html.charAt(i);
            if (c == '<') {
                i = markup(i);
            } else if (c == '&') {
                i = reference(i);
            } else {
                shown.put(c);
                i++;
            }
        }
    }

    private int reference(int start) {
        References.Reference reference = References.read(html, start);
        if (!reference.isThere()) {
            shown.put('&');
            return start + 1;
        }
        if (reference.isNeedless()) {
            tally.add(Counted.NEEDLESS_REFERENCES, 1);
        }
        shown.text(reference.text(), 0, reference.text().length());
        return reference.end();
    }

    private int markup(int start) {
        if (start + 1 == html.length()) {
            return start + 1;
        }
        char c = html.charAt(start + 1);
        if (isLetter(c)) {
            return beginTag(start + 1);
        }
        if (c == '/') {
            return endTag(start);
        }
        if (c == '!' || c == '?') {
            return html.startsWith("--", start + 2) ? comment(start) : Tag.endOfTag(html, start);
        }
        shown.put('<');
        return start + 1;
    }

    /// `<!-- … -->`; `<!-->` is one as well.
    private int comment(int start) {
        int from = start + 4;
        int end = html.startsWith(">", from) ? from - 2 : html.indexOf("-->", from);
        int behind = end < 0 ? html.length() : end + 3;
        if (html.startsWith("[if", from) || html.startsWith("<![endif", from)) {
            return behind;
        }
        shown.gap();
        int to = end < 0 ? html.length() : Math.max(from, end);
        tally.add(Counted.COMMENTS, 1);
        tally.add(Counted.COMMENT_CHARS, to - from);
        int room = Math.min(MAX_COMMENT_CHARS, ReadingLimits.HIDDEN_CHARS - hidden.length());
        if (room > 0 && to > from) {
            shown.hiddenSpace();
            hidden.append(html, from, Math.min(to, from + room));
        }
        return behind;
    }

    private int endTag(int start) {
        if (start + 2 >= html.length() || !isLetter(html.charAt(start + 2))) {
            return Tag.endOfTag(html, start);
        }
        int nameEnd = Tag.endOfName(html, start + 2);
        String name = Tag.lower(html, start + 2, nameEnd);
        Element element = Element.of(name);
        layOut(element);
        close(element, name);
        return Tag.endOfTag(html, nameEnd);
    }

    private void close(Element element, String name) {
        if (element == Element.A) {
            endAnchor();
        }
        if (element == Element.BR || element == Element.P && !isOpen(Element.P)) {
            shown.line();
        }
        if (deeper > 0 && !element.isVoid()) {
            deeper--;
            return;
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            Open each = open.get(i);
            if (each.element() == element && each.name().equals(name)) {
                closeTo(i);
                return;
            }
            if (each.element() == Element.TABLE && element != Element.TABLE) {
                return; // what is open outside a table is not closed within it
            }
        }
    }

    private boolean isOpen(Element element) {
        return !open.isEmpty() && open.getLast().element() == element;
    }

    private void closeTo(int index) {
        Look before = open.get(index).before();
        open.subList(index, open.size()).clear();
        show(before);
    }

    private void show(Look now) {
        if (!now.equals(look)) {
            look = now;
            shown.look(now.concealment());
        }
    }

    private int beginTag(int nameStart) {
        Tag tag = Tag.read(html, nameStart);
        Element element = tag.element();
        tags++;
        if (element == Element.UNKNOWN) {
            tally.add(Counted.UNKNOWN_TAGS, 1);
            shown.gap();
        }
        layOut(element);
        endWhatMayBeLeftOpen(element);
        Look before = look;
        show(styled(tag));
        noteAttributes(tag);
        note(tag);
        if (element.isRaw()) {
            int end = raw(tag);
            show(before);
            return end;
        }
        if (element.isVoid()) {
            show(before);
        } else if (open.size() < ReadingLimits.HTML_DEPTH) {
            open.add(new Open(element, tag.name(), before));
            tally.atLeast(Counted.DEPTH, open.size());
        } else {
            deeper++;
            tally.atLeast(Counted.DEPTH, open.size() + deeper);
        }
        return tag.end();
    }

    private void layOut(Element element) {
        if (element == Element.TD || element == Element.TH) {
            shown.space();
        } else if (element == Element.BR || !element.isInline()) {
            shown.line();
        }
    }

    private void endWhatMayBeLeftOpen(Element element) {
        for (int i = open.size() - 1; i >= 0; i--) {
            Element each = open.get(i).element();
            if (each.isScope()) {
                return;
            }
            if (element.ends(each)) {
                closeTo(i);
                deeper = 0;
            }
        }
    }

    /// Content that is no markup, up to its end tag.
    private int raw(Tag tag) {
        int end = endOfRaw(tag);
        if (tag.element() == Element.STYLE) {
            sheet.read(html.substring(tag.end(), end));
        } else if (!tag.element().isUnseen()) {
            shown.text(html, tag.end(), end);
        }
        return Tag.endOfTag(html, end);
    }

    private int endOfRaw(Tag tag) {
        String name = tag.name();
        for (int i = html.indexOf("</", tag.end()); i >= 0; i = html.indexOf("</", i + 2)) {
            if (html.regionMatches(true, i + 2, name, 0, name.length())) {
                return i;
            }
        }
        return html.length();
    }

    private Look styled(Tag tag) {
        Look styled = look;
        switch (tag.element()) {
            case BODY -> styled = body(tag);
            case TABLE, TR, TD, TH, TBODY, THEAD, TFOOT, MARQUEE, DIV, LAYER ->
                    styled = background(styled, tag);
            case FONT -> styled = coloured(styled, tag.value("color"));
            case A -> styled = tag.has("href") ? styled.withColour(linkColour) : styled;
            case TEMPLATE, DATALIST -> styled = styled.hidden(Concealment.NOT_DISPLAYED);
            default -> {}
        }
        if (tag.attributes().isEmpty()) {
            return sheet.apply(styled, tag);
        }
        styled = sheet.apply(styled, tag);
        if (tag.has("hidden") && tag.element() != Element.INPUT) {
            styled = styled.hidden(Concealment.NOT_DISPLAYED);
        }
        String style = tag.value("style");
        return style.isEmpty() ? styled : styled.styled(style);
    }

    private Look body(Tag tag) {
        if (tag.has("link")) {
            linkColour = Colours.read(tag.value("link"));
        }
        return coloured(background(look, tag), tag.value("text"));
    }

    private static Look background(Look look, Tag tag) {
        Look painted = look;
        if (tag.has("bgcolor")) {
            int colour = Colours.read(tag.value("bgcolor"));
            painted = colour == Colours.TRANSPARENT ? painted : painted.onBackground(colour);
        }
        return tag.has("background") ? painted.onBackground(Colours.UNKNOWN) : painted;
    }

    private static Look coloured(Look look, String colour) {
        return colour.isEmpty() ? look : look.withColour(Colours.read(colour));
    }

    /// What any element can have: scripts, and links to documents within themselves.
    private void noteAttributes(Tag tag) {
        for (Attribute attribute : tag.attributes()) {
            String name = attribute.name();
            if (name.startsWith("on") && name.length() > 4 && !attribute.value().isEmpty()) {
                tally.add(Counted.SCRIPTS, 1);
            } else if (name.equals("background")) {
                links.add(Place.RESOURCE, attribute.value(), "");
            } else if (name.equals("href") || name.equals("src") || name.equals("action")) {
                noteData(attribute.value());
            }
        }
    }

    private void noteData(String url) {
        if (url.length() > 5 && url.regionMatches(true, 0, "data:", 0, 5)) {
            int comma = Math.min(url.indexOf(',') < 0 ? 100 : url.indexOf(','), url.length());
            String type = url.substring(5, Math.min(comma, 100)).toLowerCase(Locale.ROOT);
            if (!type.startsWith("image/") || type.startsWith("image/svg")) {
                tally.add(Counted.DATA_DOCUMENTS, 1);
            }
        }
    }

    private void note(Tag tag) {
        switch (tag.element()) {
            case A -> beginAnchor(tag);
            case AREA -> links.add(Place.ANCHOR, tag.value("href"), tag.value("alt"));
            case IMG -> image(tag);
            case INPUT -> input(tag);
            case FORM -> {
                tally.add(Counted.FORMS, 1);
                links.add(Place.FORM, tag.value("action"), "");
            }
            case SCRIPT -> {
                tally.add(Counted.SCRIPTS, 1);
                links.add(Place.RESOURCE, tag.value("src"), "");
            }
            case IFRAME, FRAME, EMBED, APPLET, OBJECT, LAYER, ILAYER -> {
                tally.add(Counted.FRAMES, 1);
                links.add(Place.RESOURCE, tag.value("src"), "");
                links.add(Place.RESOURCE, tag.value("data"), "");
            }
            case LINK -> links.add(Place.RESOURCE, tag.value("href"), "");
            case BASE -> {
                if (!tag.value("href").isEmpty()) {
                    tally.add(Counted.BASES, 1);
                    links.base(tag.value("href"));
                }
            }
            case META -> meta(tag);
            default -> {}
        }
    }

    private void beginAnchor(Tag tag) {
        endAnchor();
        if (tag.has("href")) {
            searchText();
            anchor = tag.value("href");
            shown.beginShown();
        }
    }

    private void endAnchor() {
        if (shown.isWithinLink()) {
            links.add(Place.ANCHOR, anchor, shown.endShown());
            searched = text.length();
        }
    }

    /// For links in what people see outside links.
    private void searchText() {
        if (text.length() > searched) {
            TextLinks.find(text, searched, text.length(), links);
            searched = text.length();
        }
    }

    private void image(Tag tag) {
        tally.add(Counted.IMAGES, 1);
        String source = tag.value("src");
        boolean remote = source.regionMatches(true, 0, "http", 0, 4) || source.startsWith("//");
        if (shown.isWithinLink()) {
            tally.add(Counted.LINKED_IMAGES, 1);
        }
        if (remote) {
            tally.add(Counted.REMOTE_IMAGES, 1);
            links.add(Place.IMAGE, source, "");
            if (isSmall(tag.value("width")) && isSmall(tag.value("height"))) {
                tally.add(Counted.PIXELS, 1);
            }
        }
    }

    private static boolean isSmall(String size) {
        String number = size.endsWith("px") ? size.substring(0, size.length() - 2) : size;
        return number.length() == 1 && number.charAt(0) >= '0' && number.charAt(0) <= '0' + PIXEL;
    }

    private void input(Tag tag) {
        String type = tag.value("type").strip();
        if (type.equalsIgnoreCase("password")) {
            tally.add(Counted.PASSWORD_FIELDS, 1);
        } else if (type.equalsIgnoreCase("image")) {
            tally.add(Counted.IMAGES, 1);
            links.add(Place.IMAGE, tag.value("src"), "");
        }
    }

    /// `<meta http-equiv=refresh content="0; url=…">`
    private void meta(Tag tag) {
        if (!tag.value("http-equiv").strip().equalsIgnoreCase("refresh")) {
            return;
        }
        String content = tag.value("content");
        int url =
                content.length() > MAX_REFRESH_CHARS
                        ? -1
                        : content.toLowerCase(Locale.ROOT).indexOf("url");
        int equals = url < 0 ? -1 : content.indexOf('=', url);
        if (equals >= 0) {
            tally.add(Counted.REFRESHES, 1);
            String target = content.substring(equals + 1).replace("'", "").replace("\"", "");
            links.add(Place.REFRESH, target, "");
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
