// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

/// Foreign text for one line of the log (THREATS F07).
public final class LogText {
    private static final int MAX = 200;

    private LogText() {}

    /// Quoted; controls, format characters and what is not printable as `\\u....`, long text cut.
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < Math.min(text.length(), MAX); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (isPlain(c)) {
                out.append(c);
            } else {
                out.append("\\u").append(hex(c));
            }
        }
        return out.append(text.length() > MAX ? "…\"" : "\"").toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 127 || Character.isLetterOrDigit(c);
    }

    private static String hex(char c) {
        String hex = Integer.toHexString(c);
        return "0000".substring(hex.length()) + hex;
    }
}
