// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.Locale;
import java.util.Optional;

/// `[:name:]`, for all of Unicode.
enum CharClass {
    ALPHA,
    DIGIT,
    ALNUM,
    UPPER,
    LOWER,
    SPACE,
    BLANK,
    PUNCT,
    PRINT,
    GRAPH,
    CNTRL,
    XDIGIT,

    /// What words are made of: `\w`.
    WORD;

    static Optional<CharClass> named(String name) {
        for (CharClass each : values()) {
            if (each != WORD && each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    boolean contains(int c) {
        return switch (this) {
            case ALPHA -> Character.isLetter(c);
            case DIGIT -> c >= '0' && c <= '9';
            case ALNUM -> Character.isLetterOrDigit(c);
            case UPPER -> Character.isUpperCase(c);
            case LOWER -> Character.isLowerCase(c);
            case SPACE -> c == ' ' || c >= '\t' && c <= '\r' || Character.isSpaceChar(c);
            case BLANK -> c == ' ' || c == '\t';
            case PUNCT -> GRAPH.contains(c) && !Character.isLetterOrDigit(c);
            case PRINT -> c == ' ' || GRAPH.contains(c);
            case GRAPH ->
                    Character.isDefined(c)
                            && !Character.isISOControl(c)
                            && !Character.isSpaceChar(c);
            case CNTRL -> Character.isISOControl(c);
            case XDIGIT -> c < 128 && Character.digit(c, 16) >= 0;
            case WORD -> c == '_' || Character.isLetterOrDigit(c);
        };
    }
}
