// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.util.regex.Pattern;
import org.pabal.message.Address;

/// Field values made safe: whatever comes from outside stays within its field.
public final class ReportField {
    private static final int MAX_VALUE_CHARS = 4_000; // more than any reply says that is of use
    private static final int LINE_CHARS = 76; // RFC 5322 §2.1.1 asks for 78
    private static final int MAX_WORD_CHARS = 900; // and demands 998
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,900}>");

    private ReportField() {}

    /// `<left@right>`, or what is written in its place.
    public static boolean isMessageId(String text) {
        return MESSAGE_ID.matcher(text).matches();
    }

    /// Line ends and tabs become spaces; other control characters, and what is not ASCII, are
    /// shown as `\x{1B}`, the form of RFC 6533 §3.
    public static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        int next;
        for (int i = 0; i < text.length() && ascii.length() < MAX_VALUE_CHARS; i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            if (c == '\r' || c == '\n' || c == '\t') {
                ascii.append(' ');
            } else if (c < ' ' || c >= 0x7F) {
                escape(ascii, c);
            } else {
                ascii.append((char) c);
            }
        }
        return ascii.toString().strip();
    }

    private static void escape(StringBuilder ascii, int c) {
        ascii.append("\\x{").append(c < 16 ? "0" : "");
        ascii.append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT)).append('}');
    }

    /// `rfc822; bob@example.org`, or for a local-part beyond ASCII the `utf-8-addr-xtext` form of
    /// RFC 6533 §3, which needs no SMTPUTF8 on its way.
    static String typedAddress(Address address) {
        if (!address.needsSmtpUtf8()) {
            return "rfc822; " + inHeader(address);
        }
        StringBuilder xtext = new StringBuilder("utf-8; ");
        address.toString()
                .codePoints()
                .forEach(c -> {
                    if (c <= ' ' || c >= 0x7F || c == '+' || c == '=' || c == '\\') {
                        escape(xtext, c);
                    } else {
                        xtext.append((char) c);
                    }
                });
        return xtext.toString();
    }

    /// `address-type ";" address` of what ORCPT gave, RFC 3464 §2.3.1.
    static String typed(String originalRecipient) {
        String ascii = ascii(originalRecipient);
        int semicolon = ascii.indexOf(';');
        return semicolon < 0
                ? "rfc822; " + ascii
                : ascii.substring(0, semicolon).strip()
                        + "; "
                        + ascii.substring(semicolon + 1).strip();
    }

    /// An address as it stands in a header field: A-labels, if that makes it ASCII.
    public static String inHeader(Address address) {
        String text = address.toString();
        if (address.needsSmtpUtf8()) {
            return text;
        }
        int at = text.lastIndexOf('@');
        return text.substring(0, at + 1) + address.domain().toAscii();
    }

    /// `name: value` CRLF, folded at spaces; a word longer than a line may be is cut.
    public static void append(StringBuilder out, String name, String value) {
        out.append(name).append(':');
        int column = name.length() + 1;
        for (String word : value.split(" ", -1)) {
            String rest = word;
            while (rest.length() > MAX_WORD_CHARS) {
                out.append("\r\n ").append(rest, 0, MAX_WORD_CHARS);
                rest = rest.substring(MAX_WORD_CHARS);
                column = LINE_CHARS;
            }
            if (column + 1 + rest.length() > LINE_CHARS && column > name.length() + 1) {
                out.append("\r\n");
                column = 0;
            }
            out.append(' ').append(rest);
            column += 1 + rest.length();
        }
        out.append("\r\n");
    }
}
