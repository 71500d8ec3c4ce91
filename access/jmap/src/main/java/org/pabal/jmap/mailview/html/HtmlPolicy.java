// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which elements and attributes of a mail are shown.
final class HtmlPolicy {
    /// What an element of a mail becomes.
    enum Fate {
        KEPT,
        /// What is in it stays.
        UNWRAPPED,
        /// With all that is in it.
        DROPPED
    }

    private static final Set<String> KEPT =
            Set.of(
                    "a",
                    "abbr",
                    "address",
                    "article",
                    "aside",
                    "b",
                    "bdi",
                    "bdo",
                    "big",
                    "blockquote",
                    "br",
                    "caption",
                    "center",
                    "cite",
                    "code",
                    "col",
                    "colgroup",
                    "dd",
                    "del",
                    "details",
                    "dfn",
                    "div",
                    "dl",
                    "dt",
                    "em",
                    "figcaption",
                    "figure",
                    "font",
                    "footer",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "header",
                    "hr",
                    "i",
                    "img",
                    "ins",
                    "kbd",
                    "li",
                    "main",
                    "mark",
                    "nav",
                    "ol",
                    "p",
                    "pre",
                    "q",
                    "rp",
                    "rt",
                    "ruby",
                    "s",
                    "samp",
                    "section",
                    "small",
                    "span",
                    "strike",
                    "strong",
                    "sub",
                    "summary",
                    "sup",
                    "table",
                    "tbody",
                    "td",
                    "tfoot",
                    "th",
                    "thead",
                    "time",
                    "tr",
                    "tt",
                    "u",
                    "ul",
                    "var",
                    "wbr");

    /// What they hold is no text for people, or would be read by other rules than it was.
    private static final Set<String> DROPPED =
            Set.of(
                    "applet",
                    "area",
                    "audio",
                    "base",
                    "basefont",
                    "bgsound",
                    "canvas",
                    "datalist",
                    "dialog",
                    "embed",
                    "frame",
                    "frameset",
                    "iframe",
                    "input",
                    "keygen",
                    "link",
                    "map",
                    "math",
                    "meta",
                    "noembed",
                    "noframes",
                    "noscript",
                    "object",
                    "param",
                    "plaintext",
                    "script",
                    "select",
                    "slot",
                    "source",
                    "style",
                    "svg",
                    "template",
                    "textarea",
                    "title",
                    "track",
                    "video",
                    "xmp");

    static final Set<String> VOID = Set.of("br", "col", "hr", "img", "wbr");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,3})?(px|%|\\*)?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,5}");
    private static final Pattern SPAN = Pattern.compile("[0-9]{1,3}");
    private static final Pattern COLOUR = Pattern.compile("#?[0-9A-Za-z]{1,32}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z-]{1,32}");
    private static final Pattern FLAG = Pattern.compile(".{0,32}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{1,35}");
    private static final Pattern SIZE = Pattern.compile("[+-]?[0-9]{1,2}");
    private static final Pattern NAMES = Pattern.compile("[\\p{L}\\p{N} ,_'\"-]{1,200}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{0,1000}");
    private static final Pattern CLASSES = Pattern.compile("[^\\p{Cntrl}\\\\<>]{1,500}");
    private static final Pattern DATE = Pattern.compile("[0-9TZPTWHMS:.+ -]{1,40}");

    /// On every element; `id`, `name`, `style`, `href` and `src` are looked at by themselves.
    private static final Map<String, Pattern> EVERYWHERE =
            Map.ofEntries(
                    entry("align", WORD),
                    entry("bgcolor", COLOUR),
                    entry("class", CLASSES),
                    entry("color", COLOUR),
                    entry("dir", WORD),
                    entry("height", LENGTH),
                    entry("lang", LANGUAGE),
                    entry("title", TEXT),
                    entry("valign", WORD),
                    entry("width", LENGTH));

    private static final Map<String, Map<String, Pattern>> OF_ELEMENTS =
            Map.ofEntries(
                    entry("blockquote", Map.of("type", WORD)),
                    entry("col", Map.of("span", SPAN)),
                    entry("colgroup", Map.of("span", SPAN)),
                    entry("del", Map.of("datetime", DATE)),
                    entry("details", Map.of("open", FLAG)),
                    entry("font", Map.of("face", NAMES, "size", SIZE)),
                    entry("hr", Map.of("noshade", FLAG, "size", NUMBER)),
                    entry(
                            "img",
                            Map.of(
                                    "alt", TEXT, "border", LENGTH, "hspace", LENGTH, "vspace",
                                    LENGTH)),
                    entry("ins", Map.of("datetime", DATE)),
                    entry("li", Map.of("type", WORD, "value", NUMBER)),
                    entry("ol", Map.of("reversed", FLAG, "start", NUMBER, "type", WORD)),
                    entry(
                            "table",
                            Map.of(
                                    "border",
                                    LENGTH,
                                    "cellpadding",
                                    LENGTH,
                                    "cellspacing",
                                    LENGTH,
                                    "frame",
                                    WORD,
                                    "rules",
                                    WORD)),
                    entry("td", Map.of("colspan", SPAN, "nowrap", FLAG, "rowspan", SPAN)),
                    entry(
                            "th",
                            Map.of(
                                    "colspan", SPAN, "nowrap", FLAG, "rowspan", SPAN, "scope",
                                    WORD)),
                    entry("time", Map.of("datetime", DATE)),
                    entry("ul", Map.of("type", WORD)));

    private HtmlPolicy() {}

    /// @param element in lower case
    static Fate of(String element) {
        if (KEPT.contains(element)) {
            return Fate.KEPT;
        }
        return DROPPED.contains(element) ? Fate.DROPPED : Fate.UNWRAPPED;
    }

    /// Whether an attribute with this value stays as it is.
    static boolean keeps(String element, String attribute, String value) {
        Pattern form = EVERYWHERE.get(attribute);
        if (form == null) {
            form = OF_ELEMENTS.getOrDefault(element, Map.of()).get(attribute);
        }
        return form != null && form.matcher(value).matches();
    }
}
