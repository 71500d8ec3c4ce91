// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.envelope.ReturnContent;

/// A delivery status notification: what became of a mail, told to its sender. RFC 3464.
///
/// The message is ASCII throughout unless {@link #needsSmtpUtf8} or the whole of a mail that is not
/// comes back; its lines end in CRLF and are at most 998 octets long, and no text from outside (a remote reply, the original header section, an
/// envelope id) can add a field or a part to it (THREATS O01). To be sent from the null
/// reverse-path.
///
/// @param reportingMta the name of this server
/// @param to the reverse-path of the mail reported on
/// @param messageId of the report, `<left@right>`
/// @param date of the report
/// @param arrivalDate when the mail came in
/// @param envelopeId ENVID of RFC 3461 §4.4, decoded
/// @param recipients at least one
/// @param original the mail as received, or its header section
/// @param returned how much of it the report shows
/// @param language of the part for people
public record DeliveryReport(
        Domain reportingMta,
        Address to,
        String messageId,
        OffsetDateTime date,
        Optional<OffsetDateTime> arrivalDate,
        Optional<String> envelopeId,
        List<Recipient> recipients,
        byte[] original,
        ReturnContent returned,
        Language language) {

    public DeliveryReport {
        recipients = List.copyOf(recipients);
        original = original.clone();
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a delivery report is about at least one recipient");
        }
        if (!ReportField.isMessageId(messageId)) {
            throw new IllegalArgumentException("not a message id: " + messageId);
        }
    }

    /// `action-field`, RFC 3464 §2.3.3.
    public enum Action {
        FAILED("failed"),
        DELAYED("delayed"),
        DELIVERED("delivered"),
        RELAYED("relayed"),
        EXPANDED("expanded");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public enum Language {
        EN,
        KO
    }

    /// One recipient's fate. RFC 3464 §2.3.
    ///
    /// @param originalRecipient ORCPT of RFC 3461 §4.2, decoded: `rfc822;bob@example.org`
    /// @param remoteMta the host that answered
    /// @param remoteReply what it answered, such as `550 5.1.1 no such user`, unchanged; without a
    ///     host, what we found ourselves
    /// @param willRetryUntil only for delayed mail
    public record Recipient(
            Address finalRecipient,
            Optional<String> originalRecipient,
            Action action,
            EnhancedStatus status,
            Optional<String> remoteMta,
            Optional<String> remoteReply,
            Optional<OffsetDateTime> lastAttempt,
            Optional<OffsetDateTime> willRetryUntil) {}

    /// The complete message.
    public byte[] octets() {
        return new DeliveryReportWriter(this).write();
    }

    /// True when the report can only be sent to a peer with SMTPUTF8: the address it goes to is not
    /// ASCII. RFC 6533 §1.
    public boolean needsSmtpUtf8() {
        return to.needsSmtpUtf8();
    }

    /// The array is the caller's.
    @Override
    public byte[] original() {
        return original.clone();
    }
}
