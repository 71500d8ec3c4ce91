// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.util.List;

/// Writes a header field of tags in lines of at most 76 characters, cut only where a reader may find
/// blanks: behind a semicolon, before a name in a list, anywhere in base64. RFC 6376 §3.2.
///
/// A name that is longer than a line has a line of its own.
public final class FoldedTags {
    private static final int MAX_LINE_CHARS = 76;
    private static final String FOLD = "\r\n\t";

    private final StringBuilder field;
    private int lineChars;

    public FoldedTags(String fieldName) {
        this.field = new StringBuilder(1_024).append(fieldName).append(':');
        this.lineChars = field.length();
    }

    /// A tag in one piece.
    public FoldedTags tag(String name, String value) {
        String tag = name + "=" + value + ";";
        if (lineChars + 1 + tag.length() > MAX_LINE_CHARS) {
            fold();
        } else {
            append(" ");
        }
        append(tag);
        return this;
    }

    /// A tag with a list of names.
    public FoldedTags names(String tag, List<String> names) {
        fold();
        append(tag + "=");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + (i < names.size() - 1 ? ":" : ";");
            if (lineChars + name.length() > MAX_LINE_CHARS) {
                fold();
            }
            append(name);
        }
        return this;
    }

    /// The last tag, its value still to come: the field as it is signed, without a line end.
    public String open(String tag) {
        fold();
        append(tag + "=");
        return field.toString();
    }

    /// Ends it with the base64 of a signature.
    public String closed(String base64) {
        for (int at = 0; at < base64.length(); ) {
            if (lineChars >= MAX_LINE_CHARS) {
                fold();
            }
            int end = Math.min(base64.length(), at + MAX_LINE_CHARS - lineChars);
            append(base64.substring(at, end));
            at = end;
        }
        return field.append("\r\n").toString();
    }

    private void fold() {
        field.append(FOLD);
        lineChars = 1;
    }

    private void append(String text) {
        field.append(text);
        lineChars += text.length();
    }
}
