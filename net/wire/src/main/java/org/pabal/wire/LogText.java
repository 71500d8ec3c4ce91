// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

/// A foreign value in a log line: quoted where needed, on one line, printable (THREATS F07).
///
/// Made a string only when the line is written.
public record LogText(Object value) {
    private static final int MAX_CHARACTERS = 400;

    @Override
    public String toString() {
        String text = String.valueOf(value);
        StringBuilder shown = new StringBuilder(text.length() + 2);
        boolean plain = !text.isEmpty() && text.length() <= MAX_CHARACTERS;
        int stop = Math.min(text.length(), MAX_CHARACTERS);
        for (int i = 0; i < stop; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                shown.append('\\').append(c);
                plain = false;
            } else if (c < ' ' || c >= 0x7F && !Character.isLetterOrDigit(c)) {
                shown.append("\\u%04x".formatted((int) c));
                plain = false;
            } else {
                shown.append(c);
                plain &= c != ' ';
            }
        }
        return plain ? shown.toString() : "\"" + shown + '"';
    }
}
