// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.syntax;

/// @param at where it begins
/// @param end behind it
/// @param text of an identifier or a tag in lower case, of a string without its quoting
/// @param number its value
record Token(Kind kind, int at, int end, String text, long number) {

    enum Kind {
        IDENTIFIER,
        TAG,
        NUMBER,
        STRING,
        SEMICOLON(";"),
        COMMA(","),
        LEFT_BRACE("{"),
        RIGHT_BRACE("}"),
        LEFT_PARENTHESIS("("),
        RIGHT_PARENTHESIS(")"),
        LEFT_BRACKET("["),
        RIGHT_BRACKET("]"),
        END;

        final String sign;

        Kind() {
            this("");
        }

        Kind(String sign) {
            this.sign = sign;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /// As an error names it.
    String shown() {
        return switch (kind) {
            case IDENTIFIER -> "`" + text + "`";
            case TAG -> "`:" + text + "`";
            case NUMBER -> "the number " + number;
            case STRING -> "a string";
            case END -> "the end of the script";
            default -> "`" + kind.sign + "`";
        };
    }
}
