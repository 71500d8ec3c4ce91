// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.time.OffsetDateTime;
import java.util.Optional;
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
    private static final int MAX_CHARS = 128 << 10; // of one field; more is not searched

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

    private static String text(HeaderSection header, String name) {
        Optional<HeaderField> field = header.first(name);
        if (field.isEmpty()) {
            return "";
        }
        String raw = field.get().value();
        return HeaderText.decode(raw.length() > MAX_CHARS ? raw.substring(0, MAX_CHARS) : raw);
    }

    static Optional<OffsetDateTime> sentDate(HeaderSection header) {
        return header.first("Date").flatMap(MailDate::parse);
    }
}
