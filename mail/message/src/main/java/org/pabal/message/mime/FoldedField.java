// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// Writes unstructured header fields in lines of at most 78 characters where there are spaces to
/// fold at. RFC 5322 §2.1.1, §2.2.3.
final class FoldedField {
    private static final int LINE_CHARS = 78;

    /// A word that no line may hold is encoded, so that it can be folded.
    private static final int MAX_WORD_CHARS = 900;

    private FoldedField() {}

    static String write(String name, String text) {
        String clean = HeaderText.withoutControls(oneLine(text)).strip();
        boolean encode =
                EncodedWordWriter.needsEncoding(clean) || longestWord(clean) > MAX_WORD_CHARS;
        String value = encode ? EncodedWordWriter.write(clean) : clean;
        StringBuilder field = new StringBuilder(name.length() + value.length() + 16);
        field.append(name).append(':');
        return value.isEmpty() ? field.toString() : folded(field, value);
    }

    /// Line ends with what follows them of white space become one space.
    private static String oneLine(String text) {
        if (text.indexOf('\r') < 0 && text.indexOf('\n') < 0) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        boolean folding = false;
        for (char c : text.toCharArray()) {
            if (c == '\r' || c == '\n') {
                folding = true;
            } else if (!folding || c != ' ' && c != '\t') {
                line.append(folding ? " " : "").append(c);
                folding = false;
            }
        }
        return line.toString();
    }

    private static int longestWord(String text) {
        int longest = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ' ') {
                longest = Math.max(longest, i - start);
                start = i + 1;
            }
        }
        return longest;
    }

    /// A line end goes before the white space it is folded at, which stays.
    private static String folded(StringBuilder field, String value) {
        int lineStart = 0;
        int at = 0;
        boolean first = true;
        while (at < value.length()) {
            int wordStart = at;
            while (value.charAt(wordStart) == ' ') {
                wordStart++;
            }
            int end = value.indexOf(' ', wordStart);
            end = end < 0 ? value.length() : end;
            String piece = first ? " " + value.substring(at, end) : value.substring(at, end);
            if (field.length() - lineStart + piece.length() > LINE_CHARS) {
                field.append("\r\n");
                lineStart = field.length();
            }
            field.append(piece);
            first = false;
            at = end;
        }
        return field.toString();
    }
}
