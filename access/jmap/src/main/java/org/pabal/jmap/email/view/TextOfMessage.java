// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import org.pabal.message.mime.HtmlText;
import org.pabal.message.mime.MimePart;

/// What people read in a message, as one line of words.
public final class TextOfMessage {
    private TextOfMessage() {}

    /// @param mostOctets of text that are read
    public static String read(MimePart root, OpenMessage message, int mostOctets) {
        StringBuilder words = new StringBuilder();
        int left = mostOctets;
        for (BodyPart part : BodyLists.of(BodyPart.of(root)).text()) {
            if (part.isText() && left > 0) {
                BodyValue value = BodyValue.read(message, part, 0, left);
                left -= value.value().length();
                String text =
                        part.type().equals("text/html")
                                ? HtmlText.of(value.value())
                                : value.value();
                words.append(words.isEmpty() ? "" : " ").append(text);
            }
        }
        return HeaderValues.composed(words.toString()).replaceAll("\\s+", " ").strip();
    }
}
