// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.tlsrpt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON as reports have it, RFC 8259: objects as maps, arrays as lists, strings, numbers as they are
/// written, the rest as words. Written by others: everything is bounded.
final class JsonText {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 500_000;

    private final String text;
    private int at;
    private int values;

    /// A number, `true`, `false` or `null`.
    record Word(String text) {}

    /// The text is no JSON, or breaks a bound.
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    private JsonText(String text) {
        this.text = text;
    }

    static Object parse(String text) throws MalformedException {
        JsonText json = new JsonText(text);
        Object value = json.value(0);
        json.skipBlanks();
        if (json.at < text.length()) {
            throw json.malformed("more behind the value");
        }
        return value;
    }

    private Object value(int depth) throws MalformedException {
        skipBlanks();
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw malformed("too deep, or too much");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> object(int depth) throws MalformedException {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        skipBlanks();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipBlanks();
            String name = string();
            skipBlanks();
            expect(':');
            members.put(name, value(depth + 1));
            skipBlanks();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<Object> array(int depth) throws MalformedException {
        List<Object> elements = new ArrayList<>();
        at++;
        skipBlanks();
        if (peek() == ']') {
            at++;
            return elements;
        }
        while (true) {
            elements.add(value(depth + 1));
            skipBlanks();
            if (peek() == ']') {
                at++;
                return elements;
            }
            expect(',');
        }
    }

    private String string() throws MalformedException {
        expect('"');
        StringBuilder read = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            read.append(c == '\\' ? escaped() : c);
        }
        at++;
        return read.toString();
    }

    private char escaped() throws MalformedException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an unknown escape");
        };
    }

    private char unicode() throws MalformedException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw malformed("an unknown escape");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Word word() throws MalformedException {
        int start = at;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed("no value");
        }
        return new Word(text.substring(start, at));
    }

    private static boolean isOfWord(char c) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c == '-'
                || c == '+'
                || c == '.'
                || c == 'E';
    }

    private char peek() throws MalformedException {
        if (at >= text.length()) {
            throw malformed("cut off");
        }
        return text.charAt(at);
    }

    private void expect(char c) throws MalformedException {
        if (peek() != c) {
            throw malformed("no " + c);
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedException malformed(String what) {
        return new MalformedException("no JSON at " + at + ": " + what);
    }

    /// A string as it is written.
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
