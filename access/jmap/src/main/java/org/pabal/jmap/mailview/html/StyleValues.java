// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which declarations of styles are shown: properties that are known, with values made of words,
/// numbers, colours and names. No value loads anything: there is no `url()` and no backslash by which
/// one could be written otherwise (THREATS W04).
final class StyleValues {
    private static final int MAX_CHARS = 500;

    private static final Set<String> PROPERTIES =
            Set.of(
                    ("align-content align-items align-self background background-color"
                                    + " background-position background-repeat background-size border"
                                    + " border-bottom border-bottom-color border-bottom-left-radius"
                                    + " border-bottom-right-radius border-bottom-style"
                                    + " border-bottom-width border-collapse border-color border-left"
                                    + " border-left-color border-left-style border-left-width"
                                    + " border-radius border-right border-right-color"
                                    + " border-right-style border-right-width border-spacing"
                                    + " border-style border-top border-top-color"
                                    + " border-top-left-radius border-top-right-radius"
                                    + " border-top-style border-top-width border-width bottom"
                                    + " box-shadow box-sizing caption-side clear color column-gap"
                                    + " direction display empty-cells flex flex-basis flex-direction"
                                    + " flex-flow flex-grow flex-shrink flex-wrap float font"
                                    + " font-family font-feature-settings font-size font-stretch"
                                    + " font-style font-variant font-weight gap height hyphens"
                                    + " justify-content justify-items justify-self left"
                                    + " letter-spacing line-break line-height list-style"
                                    + " list-style-position list-style-type margin margin-bottom"
                                    + " margin-left margin-right margin-top max-height max-width"
                                    + " min-height min-width object-fit opacity order outline"
                                    + " outline-color outline-style outline-width overflow"
                                    + " overflow-wrap overflow-x overflow-y padding padding-bottom"
                                    + " padding-left padding-right padding-top position quotes right"
                                    + " row-gap tab-size table-layout text-align text-align-last"
                                    + " text-decoration text-decoration-color text-decoration-line"
                                    + " text-decoration-style text-indent text-overflow text-shadow"
                                    + " text-transform text-underline-offset top unicode-bidi"
                                    + " vertical-align visibility white-space width word-break"
                                    + " word-spacing word-wrap z-index")
                            .split(" "));

    private static final Set<String> FUNCTIONS =
            Set.of(
                    "calc",
                    "clamp",
                    "hsl",
                    "hsla",
                    "linear-gradient",
                    "max",
                    "min",
                    "radial-gradient",
                    "rgb",
                    "rgba");

    /// What is fixed or sticky stands over what is not the mail's.
    private static final Set<String> POSITIONS = Set.of("absolute", "relative", "static");

    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N} .,%#+*/()'\"_-]*");
    private static final Pattern FUNCTION = Pattern.compile("([^ ,(]*) *\\(");

    private StyleValues() {}

    static boolean isShown(String property, String value) {
        return value.length() <= MAX_CHARS
                && PROPERTIES.contains(property)
                && VALUE.matcher(value).matches()
                && hasKnownFunctions(value)
                && isBalanced(value)
                && (!property.equals("position")
                        || POSITIONS.contains(value.strip().toLowerCase(Locale.ROOT)));
    }

    private static boolean hasKnownFunctions(String value) {
        Matcher function = FUNCTION.matcher(value);
        while (function.find()) {
            String name = function.group(1).toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !FUNCTIONS.contains(name)) {
                return false;
            }
        }
        return !value.contains("/*");
    }

    /// What is left open would take in what follows.
    private static boolean isBalanced(String value) {
        int depth = 0;
        for (int i = 0; i < value.length() && depth >= 0; i++) {
            depth += value.charAt(i) == '(' ? 1 : value.charAt(i) == ')' ? -1 : 0;
        }
        return depth == 0
                && value.chars().filter(c -> c == '"').count() % 2 == 0
                && value.chars().filter(c -> c == '\'').count() % 2 == 0;
    }
}
