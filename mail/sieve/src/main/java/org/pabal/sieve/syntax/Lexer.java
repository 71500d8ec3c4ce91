// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.syntax;

import java.util.Locale;
import org.pabal.sieve.syntax.Token.Kind;

/// Lexical tokens of RFC 5228 §8.1. Lines may end in LF alone, and so may the script.
final class Lexer {
    private static final int FORM_FEED = 12;

    private final String text;
    private int next;

    Lexer(String text) {
        this.text = text;
    }

    Token token() throws SyntaxException {
        skipWhiteSpace();
        if (next >= text.length()) {
            return new Token(Kind.END, text.length(), text.length(), "", 0);
        }
        char c = text.charAt(next);
        if (isIdentifierStart(c)) {
            return word(Kind.IDENTIFIER, next, next);
        }
        return switch (c) {
            case '"' -> quotedString();
            case ':' -> tag();
            case ';' -> sign(Kind.SEMICOLON);
            case ',' -> sign(Kind.COMMA);
            case '{' -> sign(Kind.LEFT_BRACE);
            case '}' -> sign(Kind.RIGHT_BRACE);
            case '(' -> sign(Kind.LEFT_PARENTHESIS);
            case ')' -> sign(Kind.RIGHT_PARENTHESIS);
            case '[' -> sign(Kind.LEFT_BRACKET);
            case ']' -> sign(Kind.RIGHT_BRACKET);
            default -> {
                if (isDigit(c)) {
                    yield number();
                }
                throw unexpected(c);
            }
        };
    }

    private SyntaxException unexpected(char c) {
        int at = next;
        next++;
        String shown =
                c < ' ' || c == 0x7F
                        ? String.format("the control character %d", (int) c)
                        : "`" + c + "`";
        return new SyntaxException(at, false, shown + " can only stand in a string or a comment");
    }

    private Token sign(Kind kind) {
        next++;
        return new Token(kind, next - 1, next, "", 0);
    }

    /// `white-space = 1*(SP / CRLF / HTAB) / comment`
    private void skipWhiteSpace() throws SyntaxException {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == FORM_FEED) {
                next++;
            } else if (c == '#') {
                next = endOfLine(next);
            } else if (text.startsWith("/*", next)) {
                bracketComment();
            } else {
                return;
            }
        }
    }

    /// `bracket-comment = "/*" *not-star 1*STAR *(not-star-slash *not-star 1*STAR) "/"`
    private void bracketComment() throws SyntaxException {
        int end = text.indexOf("*/", next + 2);
        if (end < 0) {
            int at = next;
            next = text.length();
            throw new SyntaxException(at, true, "this comment has no end: `*/` is missing");
        }
        next = end + 2;
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /// `identifier = (ALPHA / "_") *(ALPHA / DIGIT / "_")`
    private Token word(Kind kind, int at, int start) throws SyntaxException {
        int end = start;
        while (end < text.length() && isIdentifierPart(text.charAt(end))) {
            end++;
        }
        next = end;
        String word = lowerCase(text.substring(start, end));
        if (kind == Kind.IDENTIFIER
                && word.equals("text")
                && end < text.length()
                && text.charAt(end) == ':') {
            next++;
            return multiLine(at);
        }
        return new Token(kind, at, end, word, 0);
    }

    /// `tag = ":" identifier`
    private Token tag() throws SyntaxException {
        int at = next;
        if (at + 1 < text.length() && isIdentifierStart(text.charAt(at + 1))) {
            return word(Kind.TAG, at, at + 1);
        }
        next++;
        throw new SyntaxException(at, false, "a name must follow the colon of a tag");
    }

    /// `number = 1*DIGIT [ QUANTIFIER ]`
    private Token number() throws SyntaxException {
        int at = next;
        long value = 0;
        boolean tooLarge = false;
        while (next < text.length() && isDigit(text.charAt(next))) {
            value = value * 10 + (text.charAt(next) - '0');
            tooLarge |= value > Integer.MAX_VALUE * 1024L;
            value = tooLarge ? 0 : value;
            next++;
        }
        int shift = next < text.length() ? quantifier(text.charAt(next)) : 0;
        next += shift > 0 ? 1 : 0;
        if (tooLarge) {
            throw new SyntaxException(at, false, "this number is too large");
        }
        if (next < text.length() && isIdentifierPart(text.charAt(next))) {
            throw new SyntaxException(
                    next, false, "a number is digits and perhaps one of K, M and G behind them");
        }
        return new Token(Kind.NUMBER, at, next, "", value << shift);
    }

    private static int quantifier(char c) {
        return switch (c) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
        };
    }

    /// `quoted-string = DQUOTE quoted-text DQUOTE`
    private Token quotedString() throws SyntaxException {
        int at = next;
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            }
            append(value, c, i);
            i++;
        }
        if (i >= text.length()) {
            next = text.length();
            throw new SyntaxException(at, true, "this string has no end: `\"` is missing");
        }
        next = i + 1;
        return new Token(Kind.STRING, at, next, value.toString(), 0);
    }

    /// `multi-line = "text:" *(SP / HTAB) (hash-comment / CRLF) *(multiline-literal /
    /// multiline-dotstart) "." CRLF`
    private Token multiLine(int at) throws SyntaxException {
        while (next < text.length() && " \t\r".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (next < text.length() && text.charAt(next) != '#' && text.charAt(next) != '\n') {
            throw new SyntaxException(next, false, "the text begins on the line after `text:`");
        }
        next = endOfLine(next);
        StringBuilder value = new StringBuilder();
        while (next < text.length()) {
            int end = endOfLine(next);
            String line = text.substring(next, end);
            if (line.equals(".\r\n") || line.equals(".\n") || line.equals(".")) {
                next = end;
                return new Token(Kind.STRING, at, end, value.toString(), 0);
            }
            int start = line.startsWith(".") ? next + 1 : next;
            for (int i = start; i < end; i++) {
                append(value, text.charAt(i), i);
            }
            next = end;
        }
        throw new SyntaxException(
                at, true, "this text has no end: a line with a single `.` is missing");
    }

    /// Line ends become CRLF.
    private void append(StringBuilder value, char c, int at) throws SyntaxException {
        if (c == 0) {
            throw new SyntaxException(at, true, "a NUL cannot stand in a script");
        }
        if (c == '\n' && (at == 0 || text.charAt(at - 1) != '\r')) {
            value.append('\r');
        }
        value.append(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIdentifierStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c);
    }

    private static String lowerCase(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
