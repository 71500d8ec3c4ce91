// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

/// Texts as JSON has them. RFC 8259 §7
public final class JsonText {
    private JsonText() {}

    /// With its quotation marks.
    public static String quoted(String value) {
        return '"' + escaped(value) + '"';
    }

    /// As it stands between quotation marks.
    public static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2);
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
