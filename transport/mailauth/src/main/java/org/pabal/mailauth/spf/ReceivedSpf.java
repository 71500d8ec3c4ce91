// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.net.InetAddress;

/// The field that a check leaves on top of a message. RFC 7208 §9.1.
public final class ReceivedSpf {
    /// RFC 5322 §2.1.1 would have lines of 78 characters.
    private static final int WIDTH = 78;

    private static final int MAX_COMMENT = 300;
    private static final int MAX_VALUE = 255;

    private ReceivedSpf() {}

    /// `header-field = "Received-SPF:" [CFWS] result FWS [comment FWS] [ key-value-list ] CRLF`
    ///
    /// @param helo as the client gave it
    /// @param receiver our own name
    public static String field(
            SpfOutcome outcome, InetAddress client, String helo, String receiver) {
        var field = new Folded("Received-SPF: " + outcome.result().word());
        comment(field, outcome.reason());
        field.word(pair("receiver", receiver) + ";");
        field.word(pair("identity", outcome.identityWord()) + ";");
        if (outcome.identity() instanceof SpfIdentity.MailFrom(var address)) {
            field.word(pair("envelope-from", address.toString()) + ";");
        }
        if (!helo.isEmpty()) {
            field.word(pair("helo", helo) + ";");
        }
        boolean wrong =
                outcome.result() == SpfResult.PERMERROR || outcome.result() == SpfResult.TEMPERROR;
        if (wrong) {
            field.word(pair("problem", outcome.reason()) + ";");
        } else if (!outcome.mechanism().isEmpty()) {
            field.word(pair("mechanism", outcome.mechanism()) + ";");
        }
        field.word(pair("client-ip", new ClientAddress(client).readable()));
        return field.end();
    }

    /// Word by word, so that it can be folded; parentheses and backslashes are quoted.
    private static void comment(Folded field, String reason) {
        StringBuilder comment = new StringBuilder("(");
        for (char c : PrintableText.of(reason, MAX_COMMENT).toCharArray()) {
            if (c == '(' || c == ')' || c == '\\') {
                comment.append('\\');
            }
            comment.append(c);
        }
        for (String word : comment.append(')').toString().split(" ")) {
            field.word(word);
        }
    }

    /// `key-value-pair = key [CFWS] "=" ( dot-atom / quoted-string )`
    private static String pair(String key, String value) {
        String shown =
                key.equals("envelope-from") ? visible(value) : PrintableText.of(value, MAX_VALUE);
        return key + "=" + (isDotAtom(shown) ? shown : quoted(shown));
    }

    /// An address beyond ASCII came in a mail that may have such a header section. RFC 6532.
    private static String visible(String address) {
        return address.chars().noneMatch(c -> c < ' ' || c == 0x7F)
                ? address
                : PrintableText.of(address, MAX_VALUE);
    }

    private static boolean isDotAtom(String text) {
        return text.matches("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// A field that is cut into lines between words.
    private static final class Folded {
        private final StringBuilder text;
        private int lineStart;

        Folded(String beginning) {
            this.text = new StringBuilder(beginning);
        }

        void word(String word) {
            if (text.length() - lineStart + 1 + word.length() > WIDTH) {
                text.append("\r\n");
                lineStart = text.length();
                text.append('\t');
            } else {
                text.append(' ');
            }
            text.append(word);
        }

        String end() {
            return text.append("\r\n").toString();
        }
    }
}
