// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.results.MethodResult.Property;

/// Reads the field, in the order of the grammar of RFC 8601 §2.2. Total: whatever comes, it ends with
/// a result or with none.
///
/// Where others write outside the grammar, what can be read is: `action=none` without a type before
/// its name, and text in a value that is neither a token nor a string, are skipped or taken up to the
/// next blank or semicolon.
final class ResultsReader {
    private static final int MAX_RESULTS = 200;
    private static final int MAX_PROPERTIES = 50;
    private static final int MAX_COMMENT_DEPTH = 20;

    private final String text;
    private int at;

    private ResultsReader(String text) {
        this.text = text;
    }

    /// Outside the grammar.
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("", null, false, false);
        }
    }

    static Optional<AuthenticationResults> read(String value) {
        try {
            return Optional.of(new ResultsReader(value).payload());
        } catch (Malformed outside) {
            return Optional.empty();
        }
    }

    /// Only who says it: what follows may be anything. Empty when not even that can be read.
    static Optional<String> authservId(String value) {
        try {
            ResultsReader reader = new ResultsReader(value);
            reader.blanks();
            String id = reader.value();
            return id.isEmpty() ? Optional.empty() : Optional.of(id);
        } catch (Malformed outside) {
            return Optional.empty();
        }
    }

    /// All up to the first semicolon, without comments, quotes and blanks: where a name may be hidden
    /// from a reader that is stricter than the next one. Empty when it never ends well.
    static Optional<String> head(String value) {
        try {
            ResultsReader reader = new ResultsReader(value);
            StringBuilder head = new StringBuilder();
            reader.blanks();
            while (!reader.isEnd() && reader.text.charAt(reader.at) != ';') {
                if (reader.text.charAt(reader.at) == '"') {
                    reader.string(head);
                } else {
                    head.append(reader.text.charAt(reader.at++));
                }
                reader.blanks();
            }
            return Optional.of(head.toString());
        } catch (Malformed outside) {
            return Optional.empty();
        }
    }

    /// `authres-payload`
    private AuthenticationResults payload() throws Malformed {
        blanks();
        String id = value();
        blanks();
        if (!isEnd() && text.charAt(at) != ';' && !version().equals("1")) {
            throw new Malformed();
        }
        List<MethodResult> results = new ArrayList<>();
        while (!isEnd()) {
            expect(';');
            blanks();
            if (isEnd()) {
                break; // a semicolon behind the last
            }
            result().ifPresent(results::add);
            if (results.size() > MAX_RESULTS) {
                throw new Malformed();
            }
        }
        if (id.isEmpty()) {
            throw new Malformed();
        }
        return new AuthenticationResults(id, results);
    }

    /// `authres-version = 1*DIGIT [CFWS]`
    private String version() throws Malformed {
        int start = at;
        while (!isEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String number = text.substring(start, at);
        blanks();
        return number;
    }

    /// `no-result / methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]`; empty for `none` and for a
    /// version of a method that is not 1, §2.2.
    private Optional<MethodResult> result() throws Malformed {
        String method = keyword();
        blanks();
        if (method.equalsIgnoreCase("none") && (isEnd() || text.charAt(at) == ';')) {
            return Optional.empty();
        }
        boolean known = true;
        if (take('/')) {
            blanks();
            known = version().equals("1");
        }
        expect('=');
        blanks();
        String result = keyword();
        blanks();
        Optional<String> reason = Optional.empty();
        List<Property> properties = new ArrayList<>();
        while (!isEnd() && text.charAt(at) != ';') {
            String word = keyword();
            blanks();
            if (take('.')) {
                properties.add(property(word));
            } else {
                expect('=');
                blanks();
                String said = value();
                reason = word.equalsIgnoreCase("reason") ? Optional.of(said) : reason;
            }
            blanks();
            if (properties.size() > MAX_PROPERTIES) {
                throw new Malformed();
            }
        }
        return known
                ? Optional.of(new MethodResult(method, result, reason, properties))
                : Optional.empty();
    }

    /// `propspec` behind its dot.
    private Property property(String type) throws Malformed {
        blanks();
        String name = keyword();
        blanks();
        expect('=');
        blanks();
        return new Property(type, name, value());
    }

    private String keyword() throws Malformed {
        int start = at;
        while (!isEnd() && ResultText.isOfKeyword(text.charAt(at))) {
            at++;
        }
        if (at == start || at - start > ResultText.MAX_KEYWORD) {
            throw new Malformed();
        }
        return text.substring(start, at);
    }

    /// `value` of RFC 2045 §5.1, or an address, whose local-part may be a string of its own.
    private String value() throws Malformed {
        StringBuilder value = new StringBuilder();
        if (!isEnd() && text.charAt(at) == '"') {
            string(value);
            if (isEnd() || text.charAt(at) != '@') {
                return value.toString();
            }
        }
        while (!isEnd() && isOfBareValue(text.charAt(at))) {
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private static boolean isOfBareValue(char c) {
        return c > ' ' && c != 0x7F && c != ';' && c != '(' && c != ')' && c != '"';
    }

    private void string(StringBuilder into) throws Malformed {
        at++;
        while (!take('"')) {
            if (isEnd()) {
                throw new Malformed();
            }
            char c = text.charAt(at++);
            if (c == '\\' && !isEnd()) {
                into.append(text.charAt(at++));
            } else if (c != '\r' && c != '\n') {
                into.append(c);
            }
        }
    }

    /// `[CFWS]`
    private void blanks() throws Malformed {
        int depth = 0;
        while (!isEnd()) {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                at++;
            } else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return;
            }
            if (depth > MAX_COMMENT_DEPTH) {
                throw new Malformed();
            }
            at++;
        }
        if (depth > 0) {
            throw new Malformed();
        }
    }

    private boolean take(char c) {
        boolean here = !isEnd() && text.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }

    private void expect(char c) throws Malformed {
        if (!take(c)) {
            throw new Malformed();
        }
    }

    private boolean isEnd() {
        return at >= text.length();
    }
}
