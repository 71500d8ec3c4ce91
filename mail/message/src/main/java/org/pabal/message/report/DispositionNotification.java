// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;

/// A message disposition notification: a rule of the recipient's deleted the message. RFC 8098.
///
/// ASCII throughout unless an address is not; lines end in CRLF and are at most 998 octets long, and
/// no text from outside can add a field or a part. To be sent from the null reverse-path.
///
/// @param reportingHost the name of this server
/// @param from the person whose disposition it is, with a display name as it stands in a field
/// @param subject in clear
/// @param words the part for people, lines ending in CRLF
/// @param originalRecipient ORCPT of RFC 3461 §4.2, decoded: `rfc822;bob@example.org`
/// @param finalRecipient for whom the message was
/// @param original its header section; only that is returned
public record DispositionNotification(
        Domain reportingHost,
        String from,
        Address to,
        String subject,
        String messageId,
        OffsetDateTime date,
        String words,
        DeliveryReport.Language language,
        Optional<String> originalRecipient,
        Address finalRecipient,
        byte[] original) {

    /// `disposition-mode ";" disposition-type`, RFC 8098 §3.2.6.
    private static final String DELETED_BY_RULE =
            "automatic-action/MDN-sent-automatically; deleted";

    public DispositionNotification {
        original = original.clone();
        if (!ReportField.isMessageId(messageId)) {
            throw new IllegalArgumentException("not a message id: " + messageId);
        }
    }

    /// The array is the caller's.
    @Override
    public byte[] original() {
        return original.clone();
    }

    /// The complete message.
    public byte[] octets() {
        HeaderSection header = HeaderSection.parse(original, 0, original.length);
        Optional<String> about = MultipartReport.messageId(header);
        StringBuilder out = new StringBuilder(2048);
        ReportField.append(out, "From", from);
        ReportField.append(out, "To", ReportField.inHeader(to));
        ReportField.append(out, "Subject", HeaderText.encode(subject));
        ReportField.append(out, "Date", MailDate.format(date));
        ReportField.append(out, "Message-ID", messageId);
        about.ifPresent(id -> {
            ReportField.append(out, "In-Reply-To", id);
            ReportField.append(out, "References", id);
        });
        ReportField.append(out, "Auto-Submitted", "auto-replied"); // RFC 3834 §5
        return new MultipartReport(
                        "disposition-notification",
                        "Disposition notification",
                        words,
                        language,
                        status(about),
                        original,
                        false)
                .below(out);
    }

    /// `disposition-notification-content`, RFC 8098 §3.1.
    private String status(Optional<String> about) {
        StringBuilder status = new StringBuilder();
        ReportField.append(status, "Reporting-UA", reportingHost.toAscii() + "; Pabal");
        originalRecipient.ifPresent(given ->
                ReportField.append(status, "Original-Recipient", ReportField.typed(given)));
        ReportField.append(status, "Final-Recipient", ReportField.typedAddress(finalRecipient));
        about.ifPresent(id -> ReportField.append(status, "Original-Message-ID", id));
        ReportField.append(status, "Disposition", DELETED_BY_RULE);
        return status.toString();
    }
}
