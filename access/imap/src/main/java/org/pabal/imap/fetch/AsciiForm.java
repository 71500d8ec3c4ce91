// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.nio.charset.StandardCharsets;
import org.pabal.mailbox.StoredMessage.Stretch;
import org.pabal.message.mime.HeaderText;

/// An ENVELOPE or BODYSTRUCTURE with international addresses, for a client that did not enable
/// UTF-8: quoted strings that are not ASCII become encoded words. It cannot answer to such an
/// address, but sees one. RFC 6855 §7.
final class AsciiForm {
    private final String text;
    private final StringBuilder out;

    private AsciiForm(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length() + 64);
    }

    static byte[] of(Stretch stored) {
        AsciiForm form = new AsciiForm(stored.toString());
        form.write();
        return form.out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void write() {
        int i = 0;
        while (i < text.length()) {
            i =
                    switch (text.charAt(i)) {
                        case '"' -> quoted(i);
                        case '{' -> literal(i);
                        default -> {
                            out.append(text.charAt(i));
                            yield i + 1;
                        }
                    };
        }
    }

    private int quoted(int start) {
        StringBuilder content = new StringBuilder();
        boolean ascii = true;
        int i = start + 1;
        while (text.charAt(i) != '"') {
            if (text.charAt(i) == '\\') {
                i++;
            }
            content.append(text.charAt(i));
            ascii &= text.charAt(i) < 0x80;
            i++;
        }
        if (ascii) {
            out.append(text, start, i + 1);
        } else {
            out.append('"').append(HeaderText.encode(content.toString())).append('"');
        }
        return i + 1;
    }

    /// Stored literals are ASCII.
    private int literal(int start) {
        int close = text.indexOf('}', start);
        int end = close + 3 + Integer.parseInt(text.substring(start + 1, close));
        out.append(text, start, end);
        return end;
    }
}
