// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.message.report.DeliveryReport;
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

    private final BounceConfig config;
    private final Domain hostname;
    private final MailboxStore mailboxes;
    private final Storage storage;
    private final MailIds ids;
    private final UnaryOperator<byte[]> signer;

    ReportMail(
            BounceConfig config,
            MailboxStore mailboxes,
            Storage storage,
            MailIds ids,
            UnaryOperator<byte[]> signer) {
        this.config = config;
        this.hostname = Domain.of(config.hostname());
        this.mailboxes = mailboxes;
        this.storage = storage;
        this.ids = ids;
        this.signer = signer;
    }

    /// @param recipients of the entry that it is about
    /// @throws UnavailableException when the store cannot give or take what is needed
    AcceptedMail make(
            List<Recipient> recipients,
            QueueEntry entry,
            Address to,
            Language language,
            Instant now) {
        MailId id = ids.next();
        ReturnContent returned = returned(recipients, entry);
        DeliveryReport report =
                new DeliveryReport(
                        hostname,
                        to,
                        "<" + id + "@" + hostname.toAscii() + ">",
                        utc(now),
                        Optional.of(utc(entry.accepted())),
                        entry.request().envelopeId(),
                        recipients.stream().map(r -> about(r, entry, now)).toList(),
                        original(entry, returned),
                        returned,
                        language == Language.KOREAN
                                ? DeliveryReport.Language.KO
                                : DeliveryReport.Language.EN);
        return staged(id, entry, report, now);
    }

    /// The whole of a small mail that failed, unless its sender asked for less (RFC 3461 §4.3) or
    /// for secrecy on the way (RFC 8689 §5).
    private ReturnContent returned(List<Recipient> recipients, QueueEntry entry) {
        boolean whole =
                recipients.stream().anyMatch(Recipient::isFailed)
                        && entry.request().returned().orElse(ReturnContent.FULL)
                                == ReturnContent.FULL
                        && !entry.request().requireTls()
                        && entry.content().relayedOctets() <= config.maxReturnedOctets();
        return whole ? ReturnContent.FULL : ReturnContent.HEADERS;
    }

    /// Names the recipient as the client did: what is behind an alias is nobody's business.
    private static DeliveryReport.Recipient about(
            Recipient recipient, QueueEntry entry, Instant now) {
        return new DeliveryReport.Recipient(
                Address.parse(recipient.original()).orElse(recipient.address()),
                recipient.request().originalRecipient().map(OriginalRecipient::toString),
                Bounces.action(recipient, entry),
                recipient.last().map(Diagnosis::status).orElse(EnhancedStatus.of("4.0.0")),
                recipient.last().map(Diagnosis::remote).filter(host -> !host.isEmpty()),
                recipient.last().map(Diagnosis::text).filter(text -> !text.isEmpty()),
                Optional.of(utc(now)),
                Optional.of(utc(entry.expires())));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /// A report on a mail that was to travel under TLS does so too. RFC 8689 §5.
    private static MailRequest request(QueueEntry about) {
        return new MailRequest(
                Optional.empty(),
                Optional.empty(),
                about.request().requireTls(),
                about.request().priority(),
                Optional.empty());
    }

    private AcceptedMail staged(MailId id, QueueEntry about, DeliveryReport report, Instant now) {
        byte[] text = signer.apply(report.octets());
        byte[] returnPath = TraceFields.returnPath(ReversePath.NULL);
        StagedMessage message;
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(text, 0, text.length);
            message = intake.finish(returnPath);
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
                request(about),
                now,
                now);
    }

    /// The mail, or its header section, cut at a whole line when it is long.
    private byte[] original(QueueEntry entry, ReturnContent returned) {
        try (InputStream in = new RelayedOctets(storage, entry.content()).open()) {
            return returned == ReturnContent.FULL
                    ? in.readNBytes(config.maxReturnedOctets())
                    : upToEmptyLine(in.readNBytes(MAX_HEADER_OCTETS));
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
