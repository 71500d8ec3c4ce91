// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import org.pabal.message.mime.MimePart;

/// Whether a message has anything to be had as a file. RFC 8621 §4.1.4: `hasAttachment`.
public final class Attachments {
    private Attachments() {}

    public static boolean has(MimePart root) {
        boolean text = root.children().isEmpty() && root.content().type().equals("text");
        boolean justText = text && root.content().disposition().isEmpty();
        return !justText && BodyLists.of(BodyPart.of(root)).hasAttachment();
    }
}
