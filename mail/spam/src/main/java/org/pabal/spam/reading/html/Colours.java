// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.Locale;
import java.util.Map;

/// Colours of CSS and of old HTML as 0xRRGGBB.
final class Colours {
    /// Nobody knows: an image, a variable, a rule that was not understood.
    static final int UNKNOWN = -1;

    /// Nothing is painted.
    static final int TRANSPARENT = -2;

    static final int WHITE = 0xFFFFFF;
    static final int BLACK = 0;
    static final int LINK = 0x0000EE;

    /// The sum over red, green and blue by which colours that can be told apart differ at least.
    private static final int NEAR = 36;

    private static final int MAX_CHARS = 40;
    private static final Map<String, Integer> NAMED =
            Map.ofEntries(
                    Map.entry("white", WHITE),
                    Map.entry("black", BLACK),
                    Map.entry("red", 0xFF0000),
                    Map.entry("green", 0x008000),
                    Map.entry("blue", 0x0000FF),
                    Map.entry("yellow", 0xFFFF00),
                    Map.entry("lime", 0x00FF00),
                    Map.entry("aqua", 0x00FFFF),
                    Map.entry("cyan", 0x00FFFF),
                    Map.entry("magenta", 0xFF00FF),
                    Map.entry("fuchsia", 0xFF00FF),
                    Map.entry("navy", 0x000080),
                    Map.entry("maroon", 0x800000),
                    Map.entry("purple", 0x800080),
                    Map.entry("olive", 0x808000),
                    Map.entry("teal", 0x008080),
                    Map.entry("silver", 0xC0C0C0),
                    Map.entry("gray", 0x808080),
                    Map.entry("grey", 0x808080),
                    Map.entry("lightgray", 0xD3D3D3),
                    Map.entry("lightgrey", 0xD3D3D3),
                    Map.entry("darkgray", 0xA9A9A9),
                    Map.entry("dimgray", 0x696969),
                    Map.entry("gainsboro", 0xDCDCDC),
                    Map.entry("whitesmoke", 0xF5F5F5),
                    Map.entry("snow", 0xFFFAFA),
                    Map.entry("ivory", 0xFFFFF0),
                    Map.entry("ghostwhite", 0xF8F8FF),
                    Map.entry("floralwhite", 0xFFFAF0),
                    Map.entry("mintcream", 0xF5FFFA),
                    Map.entry("azure", 0xF0FFFF),
                    Map.entry("aliceblue", 0xF0F8FF),
                    Map.entry("seashell", 0xFFF5EE),
                    Map.entry("linen", 0xFAF0E6),
                    Map.entry("beige", 0xF5F5DC),
                    Map.entry("honeydew", 0xF0FFF0),
                    Map.entry("lavenderblush", 0xFFF0F5),
                    Map.entry("lightyellow", 0xFFFFE0),
                    Map.entry("cornsilk", 0xFFF8DC),
                    Map.entry("orange", 0xFFA500),
                    Map.entry("pink", 0xFFC0CB),
                    Map.entry("brown", 0xA52A2A),
                    Map.entry("gold", 0xFFD700),
                    Map.entry("darkblue", 0x00008B),
                    Map.entry("darkred", 0x8B0000),
                    Map.entry("darkgreen", 0x006400),
                    Map.entry("transparent", TRANSPARENT));

    private Colours() {}

    /// @param text of a property or attribute
    static int read(String text) {
        if (text.length() > MAX_CHARS) {
            return UNKNOWN;
        }
        String colour = text.strip().toLowerCase(Locale.ROOT);
        if (colour.startsWith("#")) {
            return hex(colour.substring(1));
        }
        Integer named = NAMED.get(colour);
        if (named != null) {
            return named;
        }
        if (colour.startsWith("rgb")) {
            return rgb(colour);
        }
        return colour.length() == 6 ? hex(colour) : UNKNOWN;
    }

    private static int hex(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                return UNKNOWN;
            }
            value = value << 4 | digit;
        }
        return switch (digits.length()) {
            case 3 -> (value >> 8) * 0x110000 | (value >> 4 & 15) * 0x1100 | (value & 15) * 0x11;
            case 6 -> value;
            case 8 -> (value & 0xFF) < 0x1A ? TRANSPARENT : value >>> 8;
            default -> UNKNOWN;
        };
    }

    /// `rgb(1, 2, 3)` and `rgba(1 2 3 / 0.1)`
    private static int rgb(String text) {
        int[] numbers = new int[3];
        int count = 0;
        int i = 0;
        while (i < text.length() && count < 3) {
            if (!isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int value = 0;
            while (i < text.length() && isDigit(text.charAt(i))) {
                value = Math.min(value * 10 + text.charAt(i++) - '0', 1_000);
            }
            boolean percent = i < text.length() && text.charAt(i) == '%';
            numbers[count++] = Math.min(percent ? value * 255 / 100 : value, 255);
            while (i < text.length() && text.charAt(i) == '.') {
                i++;
                while (i < text.length() && isDigit(text.charAt(i))) {
                    i++;
                }
            }
        }
        if (count < 3) {
            return UNKNOWN;
        }
        String alpha = text.substring(i).replaceAll("[,/ )%]", "");
        boolean clear =
                alpha.startsWith("0") && !alpha.matches("0?\\.?[1-9].*") || alpha.equals(".0");
        return !alpha.isEmpty() && clear
                ? TRANSPARENT
                : numbers[0] << 16 | numbers[1] << 8 | numbers[2];
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Whether nobody could read letters of the one on the other.
    static boolean areNear(int one, int other) {
        if (one < 0 || other < 0) {
            return false;
        }
        return Math.abs((one >> 16) - (other >> 16))
                        + Math.abs((one >> 8 & 0xFF) - (other >> 8 & 0xFF))
                        + Math.abs((one & 0xFF) - (other & 0xFF))
                < NEAR;
    }
}
