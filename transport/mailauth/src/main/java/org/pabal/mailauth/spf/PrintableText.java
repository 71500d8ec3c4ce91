// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

/// Foreign text made fit for logs, terminals and header fields.
final class PrintableText {
    private PrintableText() {}

    /// What is not printable ASCII becomes a question mark; a long text is cut.
    static String of(String text, int most) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length() && i < most; i++) {
            char c = text.charAt(i);
            shown.append(isPrintable(c) ? c : '?');
        }
        return text.length() > most ? shown.append("...").toString() : shown.toString();
    }

    static boolean isPrintable(char c) {
        return c >= ' ' && c < 0x7F;
    }
}
