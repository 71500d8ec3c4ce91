// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.HashMap;
import java.util.Map;

/// The elements of HTML, by how text is laid out around them.
enum Element {
    // Within a line of text
    A,
    ABBR,
    ACRONYM,
    B,
    BDI,
    BDO,
    BIG,
    CITE,
    CODE,
    DATA,
    DEL,
    DFN,
    EM,
    FONT,
    I,
    INS,
    KBD,
    LABEL,
    MARK,
    NOBR,
    O,
    Q,
    S,
    SAMP,
    SMALL,
    SPAN,
    STRIKE,
    STRONG,
    SUB,
    SUP,
    TIME,
    TT,
    U,
    V,
    VAR,
    W,
    BLINK,
    RUBY,
    RT,
    RP,
    SLOT,
    OUTPUT,
    METER,
    PROGRESS,
    // Lines and boxes of their own
    ADDRESS,
    ARTICLE,
    ASIDE,
    BLOCKQUOTE,
    BODY,
    CAPTION,
    CENTER,
    DD,
    DETAILS,
    DIALOG,
    DIR,
    DIV,
    DL,
    DT,
    FIELDSET,
    FIGCAPTION,
    FIGURE,
    FOOTER,
    FORM,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    HEADER,
    HGROUP,
    HTML,
    HEAD,
    LEGEND,
    LI,
    LISTING,
    MAIN,
    MARQUEE,
    MENU,
    NAV,
    OL,
    OPTGROUP,
    OPTION,
    P,
    PRE,
    SECTION,
    SELECT,
    SUMMARY,
    TABLE,
    TBODY,
    TD,
    TEXTAREA,
    TFOOT,
    TH,
    THEAD,
    TR,
    UL,
    XMP,
    PLAINTEXT,
    SEARCH,
    NOSCRIPT,
    NOFRAMES,
    NOEMBED,
    NOLAYER,
    LAYER,
    ILAYER,
    BUTTON,
    CANVAS,
    MAP,
    COLGROUP,
    FRAMESET,
    // Without content
    AREA,
    BASE,
    BASEFONT,
    BGSOUND,
    BR,
    COL,
    EMBED,
    FRAME,
    HR,
    IMG,
    INPUT,
    ISINDEX,
    KEYGEN,
    LINK,
    META,
    PARAM,
    SOURCE,
    SPACER,
    TRACK,
    WBR,
    // Shown by programs of their own
    APPLET,
    AUDIO,
    IFRAME,
    OBJECT,
    PICTURE,
    VIDEO,
    SVG,
    MATH,
    // Never shown
    SCRIPT,
    STYLE,
    TEMPLATE,
    TITLE,
    DATALIST,
    /// A name that is none.
    UNKNOWN;

    private static final Map<String, Element> BY_NAME = byName();

    private static Map<String, Element> byName() {
        Map<String, Element> elements = new HashMap<>();
        for (Element element : values()) {
            if (element != UNKNOWN) {
                elements.put(element.name().toLowerCase(java.util.Locale.ROOT), element);
            }
        }
        elements.put("image", IMG);
        return Map.copyOf(elements);
    }

    /// @param name in lower case
    static Element of(String name) {
        return BY_NAME.getOrDefault(name, UNKNOWN);
    }

    boolean isInline() {
        return compareTo(ADDRESS) < 0 || this == UNKNOWN || this == WBR || this == IMG;
    }

    boolean isVoid() {
        return compareTo(AREA) >= 0 && compareTo(WBR) <= 0;
    }

    /// Whose content is no markup.
    boolean isRaw() {
        return this == SCRIPT || this == STYLE || this == TITLE || this == TEXTAREA || this == XMP;
    }

    /// Whose content nobody sees.
    boolean isUnseen() {
        return this == SCRIPT
                || this == STYLE
                || this == TITLE
                || this == TEMPLATE
                || this == DATALIST;
    }

    /// Whether a begin tag of this ends an open element of that, as its end tag may be left out.
    boolean ends(Element open) {
        return switch (this) {
            case LI -> open == LI;
            case DT, DD -> open == DT || open == DD;
            case OPTION, OPTGROUP -> open == OPTION;
            case TD, TH -> open == TD || open == TH;
            case TR -> open == TR || open == TD || open == TH;
            case TBODY, THEAD, TFOOT -> open != TABLE;
            case P, DIV, TABLE, UL, OL, H1, H2, H3, H4, H5, H6, BLOCKQUOTE, CENTER, PRE, HR, FORM ->
                    open == P;
            default -> false;
        };
    }

    /// Whether an element that was left open is looked for behind this one.
    boolean isScope() {
        return switch (this) {
            case TABLE, UL, OL, DL, SELECT, BODY, HTML -> true;
            default -> false;
        };
    }
}
