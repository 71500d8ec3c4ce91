// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;
import org.pabal.message.report.DeliveryReport.Recipient;

/// Writes a report's header section, and its part for programs. RFC 3464 §2.
final class DeliveryReportWriter {
    private final DeliveryReport report;
    private final StringBuilder out = new StringBuilder(4096);

    DeliveryReportWriter(DeliveryReport report) {
        this.report = report;
    }

    byte[] write() {
        byte[] original = report.original();
        HeaderSection section = HeaderSection.parse(original, 0, original.length);
        boolean whole =
                report.returned() == ReturnContent.FULL && OriginalMessage.canComeBack(original);
        String words = new ReportWords(report, section, whole).text();
        header(section);
        return new MultipartReport(
                        "delivery-status",
                        "Delivery report",
                        words,
                        report.language(),
                        status(),
                        original,
                        whole)
                .below(out);
    }

    private void header(HeaderSection original) {
        field(
                "From",
                "Mail Delivery System <MAILER-DAEMON@" + report.reportingMta().toAscii() + ">");
        field("To", ReportField.inHeader(report.to()));
        field("Subject", HeaderText.encode(ReportWords.subject(report)));
        field("Date", MailDate.format(report.date()));
        field("Message-ID", report.messageId());
        MultipartReport.messageId(original)
                .ifPresent(id -> {
                    field("In-Reply-To", id);
                    field("References", id);
                });
        field("Auto-Submitted", "auto-replied"); // RFC 3834 §5
    }

    /// `delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields )`
    private String status() {
        StringBuilder status = new StringBuilder();
        report.envelopeId()
                .ifPresent(id ->
                        ReportField.append(status, "Original-Envelope-Id", ReportField.ascii(id)));
        ReportField.append(status, "Reporting-MTA", "dns; " + report.reportingMta().toAscii());
        date(status, "Arrival-Date", report.arrivalDate());
        for (Recipient recipient : report.recipients()) {
            status.append("\r\n");
            recipient(status, recipient);
        }
        return status.toString();
    }

    private static void recipient(StringBuilder status, Recipient recipient) {
        recipient
                .originalRecipient()
                .ifPresent(given ->
                        ReportField.append(status, "Original-Recipient", ReportField.typed(given)));
        ReportField.append(
                status, "Final-Recipient", ReportField.typedAddress(recipient.finalRecipient()));
        ReportField.append(status, "Action", recipient.action().toString());
        ReportField.append(status, "Status", recipient.status().toString());
        recipient
                .remoteMta()
                .ifPresent(mta ->
                        ReportField.append(status, "Remote-MTA", "dns; " + ReportField.ascii(mta)));
        recipient
                .remoteReply()
                .ifPresent(reply ->
                        ReportField.append(
                                status,
                                "Diagnostic-Code",
                                (recipient.remoteMta().isPresent() ? "smtp; " : "x-pabal; ")
                                        + ReportField.ascii(reply)));
        date(status, "Last-Attempt-Date", recipient.lastAttempt());
        if (recipient.action() == DeliveryReport.Action.DELAYED) {
            date(status, "Will-Retry-Until", recipient.willRetryUntil());
        }
    }

    private static void date(StringBuilder out, String name, Optional<OffsetDateTime> date) {
        date.ifPresent(when -> ReportField.append(out, name, MailDate.format(when)));
    }

    private void field(String name, String value) {
        ReportField.append(out, name, value);
    }
}
