// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pabal.jmap.email.submission.format.v1.SubmissionRecord;
import org.pabal.jmap.trace.RecipientFate;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.QueueEntry;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What has become of submitted mails: told by the queue and the ledger. RFC 8621 §7:
/// `undoStatus`, `deliveryStatus`. Safe for use by many threads.
final class SubmissionFate {
    static final String PENDING = "pending";
    static final String FINAL = "final";
    static final String CANCELED = "canceled";

    /// A record is written before its mail is promised: so long that may take.
    private static final Duration PROMISING = Duration.ofMinutes(15);

    private final SubmissionServices services;

    SubmissionFate(SubmissionServices services) {
        this.services = services;
    }

    sealed interface Fate {
        record Same() implements Fate {}

        record Changed(String undoStatus, String deliveryStatus) implements Fate {}

        /// There is no such mail: it was refused, or the server died before it was promised.
        record NeverPromised() implements Fate {}
    }

    Fate of(SubmissionRecord record) {
        if (record.undoStatus().equals(CANCELED) || isSettled(record)) {
            return new Fate.Same();
        }
        MailId mail = MailId.parse(record.id()).orElseThrow();
        List<LedgerRecord> told = services.sending().ledger().of(mail);
        boolean promised =
                told.stream().anyMatch(each -> each.outcome() == LedgerRecord.Outcome.ACCEPTED);
        Instant now = services.clock().instant();
        if (!promised) {
            boolean given = now.isAfter(Instant.ofEpochMilli(mail.millis()).plus(PROMISING));
            return given ? new Fate.NeverPromised() : new Fate.Same();
        }
        String undo = isPending(record, mail, now) ? PENDING : FINAL;
        String delivery = deliveryStatus(record, told).toString();
        return undo.equals(record.undoStatus()) && delivery.equals(record.deliveryStatus())
                ? new Fate.Same()
                : new Fate.Changed(undo, delivery);
    }

    private static boolean isSettled(SubmissionRecord record) {
        return record.undoStatus().equals(FINAL)
                && !record.deliveryStatus().contains("\"queued\"")
                && !record.deliveryStatus().equals("{}");
    }

    /// It waits for its time, and nobody has it yet.
    boolean isPending(SubmissionRecord record, MailId mail, Instant now) {
        if (!now.isBefore(record.sendAt())) {
            return false;
        }
        List<QueueEntry> entries = services.sending().queue().of(mail);
        return !entries.isEmpty() && entries.stream().allMatch(entry -> entry.attempts() == 0);
    }

    private static ObjectNode deliveryStatus(SubmissionRecord record, List<LedgerRecord> told) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (String recipient : record.recipients()) {
            List<LedgerRecord> its =
                    told.stream()
                            .filter(each -> each.recipient().equalsIgnoreCase(recipient))
                            .toList();
            all.putObject(recipient)
                    .put("smtpReply", RecipientFate.reply(its).orElse(record.reply()))
                    .put("delivered", delivered(RecipientFate.of(its)))
                    .put("displayed", "unknown");
        }
        return all;
    }

    private static String delivered(RecipientFate fate) {
        return switch (fate) {
            case DELIVERED -> "yes";
            case FAILED, REMOVED -> "no";
            case WAITING, HELD -> "queued";
            case RELAYED -> "unknown";
        };
    }
}
