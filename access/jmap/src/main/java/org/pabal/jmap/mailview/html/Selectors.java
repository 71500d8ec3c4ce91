// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Selectors of a mail's styles, bound to the mail: `td a` becomes `.pabal-mail td a`.
final class Selectors {
    /// The element around all of a mail.
    static final String ROOT = "pabal-mail";

    /// As the cage writes the ids of a mail, so that none of them is a name of a script's.
    static final String ID_PREFIX = "user-content-";

    private static final int MAX_CHARS = 300;
    private static final Pattern FORM =
            Pattern.compile("[\\p{L}\\p{N}_ .#>+~*:()\\[\\]=\"'|^$-]{1," + MAX_CHARS + "}");
    private static final Pattern PSEUDO = Pattern.compile("::?([A-Za-z-]+)?");
    private static final Set<String> PSEUDO_CLASSES =
            Set.of(
                    "active",
                    "empty",
                    "first-child",
                    "first-of-type",
                    "hover",
                    "last-child",
                    "last-of-type",
                    "link",
                    "not",
                    "nth-child",
                    "nth-last-child",
                    "nth-of-type",
                    "only-child",
                    "visited");
    private static final Pattern TOP =
            Pattern.compile(
                    "^(?:html|:root)?\\s*>?\\s*(?:body)?(?![\\w-])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("#([\\p{L}_-])");

    private Selectors() {}

    /// @return empty for one that is not shown
    static Optional<String> bound(String selector) {
        String text = selector.strip().replaceAll("\\s+", " ");
        if (!FORM.matcher(text).matches() || !hasKnownPseudos(text) || !isBalanced(text)) {
            return Optional.empty();
        }
        Matcher top = TOP.matcher(text);
        String rest = text;
        if (top.find() && top.end() > 0) {
            rest = text.substring(top.end());
            if (rest.isEmpty() || ".#[: >+~".indexOf(rest.charAt(0)) >= 0) {
                return Optional.of("." + ROOT + withIds(rest));
            }
            rest = text;
        }
        return Optional.of("." + ROOT + " " + withIds(rest));
    }

    private static String withIds(String selector) {
        return ID.matcher(selector).replaceAll("#" + ID_PREFIX + "$1");
    }

    private static boolean hasKnownPseudos(String text) {
        Matcher pseudo = PSEUDO.matcher(text);
        while (pseudo.find()) {
            String name = pseudo.group(1);
            boolean root = ":root".equals(pseudo.group());
            if (name == null
                    || !root && !PSEUDO_CLASSES.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                return false;
            }
        }
        return !text.contains("::");
    }

    private static boolean isBalanced(String text) {
        return count(text, '(') == count(text, ')')
                && count(text, '[') == count(text, ']')
                && count(text, '"') % 2 == 0
                && count(text, '\'') % 2 == 0;
    }

    private static long count(String text, char which) {
        return text.chars().filter(c -> c == which).count();
    }
}
