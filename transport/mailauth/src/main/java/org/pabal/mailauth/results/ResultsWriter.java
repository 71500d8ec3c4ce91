// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

/// Writes the field. One result a line, its properties on further lines where they do not fit. RFC
/// 8601 §2.2.
final class ResultsWriter {
    private static final int WIDTH = 78; // RFC 5322 §2.1.1
    private static final String FOLD = "\r\n\t";

    private final StringBuilder out = new StringBuilder(400);
    private int column = AuthenticationResults.FIELD.length() + 2;

    static String payload(AuthenticationResults results) {
        ResultsWriter writer = new ResultsWriter();
        writer.add(value(results.authservId()));
        if (results.results().isEmpty()) {
            writer.add("; none");
        }
        results.results().forEach(writer::result);
        return writer.out.toString();
    }

    private void result(MethodResult result) {
        add(";");
        fold();
        add(result.method() + "=" + result.result());
        result.reason().ifPresent(reason -> word("reason=" + quoted(reason)));
        for (MethodResult.Property property : result.properties()) {
            word(property.type() + "." + property.name() + "=" + value(property.value()));
        }
    }

    private void word(String text) {
        if (column + 1 + text.length() > WIDTH) {
            fold();
        } else {
            add(" ");
        }
        add(text);
    }

    private void fold() {
        out.append(FOLD);
        column = 8;
    }

    private void add(String text) {
        out.append(text);
        column += text.length();
    }

    private static String value(String text) {
        return ResultText.isBare(text) ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder string = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                string.append('\\');
            }
            string.append(c);
        }
        return string.append('"').toString();
    }
}
