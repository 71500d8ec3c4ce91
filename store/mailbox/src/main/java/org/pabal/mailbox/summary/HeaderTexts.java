// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.StringJoiner;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;

/// The decoded text of the fields that SEARCH and SORT ask for; empty text for an absent one.
public record HeaderTexts(
        String subject,
        String from,
        String to,
        String cc,
        String bcc,
        String messageId,
        String inReplyTo,
        String references) {
    private static final int MAX_CHARS = 128 << 10; // of all fields of a name; more is not searched

    static HeaderTexts of(HeaderSection header) {
        return new HeaderTexts(
                text(header, "Subject"),
                text(header, "From"),
                text(header, "To"),
                text(header, "Cc"),
                text(header, "Bcc"),
                text(header, "Message-ID"),
                text(header, "In-Reply-To"),
                text(header, "References"));
    }

    /// Of all fields of that name, each on a line of its own: SEARCH finds a message by any of them.
    private static String text(HeaderSection header, String name) {
        StringJoiner texts = new StringJoiner("\n");
        int chars = 0;
        for (HeaderField field : header.all(name)) {
            String raw = field.value();
            int wanted = Math.min(raw.length(), MAX_CHARS - chars);
            texts.add(HeaderText.decode(raw.substring(0, wanted)));
            chars += wanted;
        }
        return texts.toString();
    }

    static Optional<OffsetDateTime> sentDate(HeaderSection header) {
        return header.first("Date").flatMap(MailDate::parse);
    }
}
