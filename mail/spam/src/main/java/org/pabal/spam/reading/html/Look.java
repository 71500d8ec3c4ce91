// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pabal.spam.reading.html.HtmlFacts.Concealment;

/// How the text of an element looks, as far as it tells whether people can read it. Immutable.
///
/// @param concealed how it is hidden; null when it is not
/// @param background {@link Colours#UNKNOWN} behind images and where a rule was not understood
/// @param size of letters, in pixels
record Look(@Nullable Concealment concealed, int colour, int background, float size) {
    static final Look START = new Look(null, Colours.BLACK, Colours.WHITE, 16);
    private static final float LEAST_SIZE = 2; // pixels; below it letters are dots
    private static final float LEAST_OPACITY = 0.1f;
    private static final float FAR_AWAY = -400; // pixels; no window reaches there
    private static final int MAX_DECLARATIONS = 60;

    Look withColour(int newColour) {
        return new Look(concealed, newColour, background, size);
    }

    Look onBackground(int newBackground) {
        return new Look(concealed, colour, newBackground, size);
    }

    Look hidden(Concealment how) {
        return concealed == null ? new Look(how, colour, background, size) : this;
    }

    /// How text is hidden here, that of its colour and size included; null when people can read it.
    @Nullable Concealment concealment() {
        if (concealed != null) {
            return concealed;
        }
        if (size < LEAST_SIZE) {
            return Concealment.TINY;
        }
        if (colour == Colours.TRANSPARENT) {
            return Concealment.TRANSPARENT;
        }
        return Colours.areNear(colour, background) ? Concealment.COLOUR : null;
    }

    /// With the declarations of a style attribute or rule: `property: value; …`.
    Look styled(String style) {
        Look look = this;
        Box box = new Box();
        int start = 0;
        for (int i = 0; i < MAX_DECLARATIONS && start < style.length(); i++) {
            int end = endOfDeclaration(style, start);
            int colon = style.indexOf(':', start);
            if (colon > start && colon < end) {
                String property = style.substring(start, colon).strip().toLowerCase(Locale.ROOT);
                String value = style.substring(colon + 1, end).strip().toLowerCase(Locale.ROOT);
                look = look.declared(property, value.replace("!important", "").strip(), box);
            } else if (colon < 0) {
                break;
            }
            start = end + 1;
        }
        return box.concealment() == null ? look : look.hidden(box.concealment());
    }

    private static int endOfDeclaration(String style, int start) {
        int end = style.indexOf(';', start);
        return end < 0 ? style.length() : end;
    }

    private Look declared(String property, String value, Box box) {
        return switch (property) {
            case "display" -> value.equals("none") ? hidden(Concealment.NOT_DISPLAYED) : this;
            case "visibility" ->
                    value.equals("hidden") || value.equals("collapse")
                            ? hidden(Concealment.NOT_DISPLAYED)
                            : this;
            case "opacity" ->
                    number(value, 1) < LEAST_OPACITY ? hidden(Concealment.TRANSPARENT) : this;
            case "color" -> withColour(value.equals("inherit") ? colour : Colours.read(value));
            case "background", "background-color" -> onBackground(painted(value));
            case "background-image" -> value.equals("none") ? this : onBackground(Colours.UNKNOWN);
            case "font-size" -> new Look(concealed, colour, background, length(value, size));
            case "font" -> font(value);
            case "text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top" -> {
                box.away |= length(value, 0) < FAR_AWAY;
                yield this;
            }
            case "width", "height", "max-width", "max-height" -> {
                box.without |= isZero(value);
                yield this;
            }
            case "overflow" -> {
                box.cuts |= value.equals("hidden") || value.equals("clip");
                yield this;
            }
            default -> this;
        };
    }

    /// What declarations say together.
    private static final class Box {
        private boolean away;
        private boolean without;
        private boolean cuts;

        private @Nullable Concealment concealment() {
            if (away) {
                return Concealment.OFF_SCREEN;
            }
            return without && cuts ? Concealment.NO_ROOM : null;
        }
    }

    private static boolean isZero(String value) {
        return value.startsWith("0") && number(value, 1) == 0;
    }

    private int painted(String value) {
        int space = value.indexOf(' ');
        String first = space < 0 || value.startsWith("rgb") ? value : value.substring(0, space);
        if (value.contains("url(") || value.contains("gradient")) {
            return Colours.UNKNOWN;
        }
        if (first.equals("none") || first.equals("inherit")) {
            return background;
        }
        int paint = Colours.read(first);
        return paint == Colours.TRANSPARENT ? background : paint;
    }

    /// `font: bold 0px/1 Arial`: the first word that begins with a digit is the size.
    private Look font(String value) {
        for (String word : value.split("[ /]", 8)) {
            boolean weight = word.length() == 3 && word.endsWith("00");
            if (!word.isEmpty() && Character.isDigit(word.charAt(0)) && !weight) {
                return new Look(concealed, colour, background, length(word, size));
            }
        }
        return this;
    }

    /// In pixels; `relative` is what `1em` is, and what is not understood.
    private static float length(String value, float relative) {
        float number = number(value, Float.NaN);
        if (Float.isNaN(number)) {
            return relative;
        }
        if (value.endsWith("%")) {
            return relative * number / 100;
        }
        if (value.endsWith("rem")) {
            return 16 * number;
        }
        if (value.endsWith("em") || value.endsWith("ex")) {
            return (relative == 0 ? 16 : relative) * number;
        }
        return value.endsWith("pt") ? number * 4 / 3 : number;
    }

    /// The number that a value begins with.
    private static float number(String value, float otherwise) {
        int end = 0;
        while (end < value.length()
                && end < 12
                && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
            end++;
        }
        try {
            return end == 0 ? otherwise : Float.parseFloat(value.substring(0, end));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
