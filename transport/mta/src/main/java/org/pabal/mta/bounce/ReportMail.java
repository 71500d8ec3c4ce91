// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Language;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.report.DeliveryReport;
import org.pabal.message.report.DeliveryReport.Action;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.storage.Storage;

/// Makes a report a mail of its own, its content in the store. Safe for use by many threads.
final class ReportMail {
    private static final int MAX_HEADER_OCTETS = 64 * 1024;

    private final Domain hostname;
    private final MailboxStore mailboxes;
    private final Storage storage;
    private final MailIds ids;

    ReportMail(String hostname, MailboxStore mailboxes, Storage storage, MailIds ids) {
        this.hostname = Domain.of(hostname);
        this.mailboxes = mailboxes;
        this.storage = storage;
        this.ids = ids;
    }

    /// @throws UnavailableException when the store cannot give or take what is needed
    AcceptedMail make(Action action, QueueEntry entry, Address to, Language language, Instant now) {
        MailId id = ids.next();
        return staged(id, entry, about(action, entry, to, language, id, now), now);
    }

    private DeliveryReport about(
            Action action,
            QueueEntry entry,
            Address to,
            Language language,
            MailId id,
            Instant now) {
        List<Recipient> recipients = action == Action.FAILED ? entry.failed() : entry.pending();
        return new DeliveryReport(
                hostname,
                to,
                "<" + id + "@" + hostname.toAscii() + ">",
                utc(now),
                Optional.of(utc(entry.accepted())),
                Optional.empty(),
                recipients.stream().map(r -> about(action, r, entry, now)).toList(),
                header(entry),
                language == Language.KOREAN
                        ? DeliveryReport.Language.KO
                        : DeliveryReport.Language.EN);
    }

    /// Names the recipient as the client did: what is behind an alias is nobody's business.
    private static DeliveryReport.Recipient about(
            Action action, Recipient recipient, QueueEntry entry, Instant now) {
        Optional<Diagnosis> byRemote = recipient.last().filter(last -> !last.remote().isEmpty());
        return new DeliveryReport.Recipient(
                Address.parse(recipient.original()).orElse(recipient.address()),
                Optional.empty(),
                action,
                recipient.last().map(Diagnosis::status).orElse(EnhancedStatus.of("4.0.0")),
                byRemote.map(Diagnosis::remote),
                byRemote.map(Diagnosis::text),
                Optional.of(utc(now)),
                Optional.of(utc(entry.expires())));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private AcceptedMail staged(MailId id, QueueEntry about, DeliveryReport report, Instant now) {
        byte[] text = report.octets();
        byte[] returnPath = TraceFields.returnPath(ReversePath.NULL);
        StagedMessage message;
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(returnPath, 0, returnPath.length);
            intake.write(text, 0, text.length);
            message = intake.finish();
        }
        boolean eightBit = false;
        for (byte octet : text) {
            eightBit |= octet < 0;
        }
        return new AcceptedMail(
                id,
                about.session(),
                Origin.REPORT,
                ReversePath.NULL,
                message,
                returnPath.length,
                eightBit,
                report.needsSmtpUtf8(),
                false,
                MailRequest.NONE,
                now,
                now);
    }

    /// The header section of the mail, cut at a whole line when it is long.
    private byte[] header(QueueEntry entry) {
        try (InputStream in = new RelayedOctets(storage, entry.content()).open()) {
            return upToEmptyLine(in.readNBytes(MAX_HEADER_OCTETS));
        } catch (IOException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    private static byte[] upToEmptyLine(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                if (i - line <= 1) {
                    break;
                }
                line = i + 1;
            }
        }
        return java.util.Arrays.copyOf(octets, line);
    }
}
