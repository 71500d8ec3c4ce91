// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.TraceFields;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.pabal.storage.SpaceChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives reports to the queue. Safe for use by many threads.
public final class ReportPost {
    private static final Logger LOG = LoggerFactory.getLogger(ReportPost.class);

    /// Nobody is to hear of a report that nobody takes. RFC 3461 §4.1, NOTIFY=NEVER.
    private static final RecipientRequest SILENT =
            new RecipientRequest(Optional.of(Set.of()), Optional.empty());

    private final Router router;
    private final Acceptance acceptance;
    private final MailboxStore mailboxes;
    private final MailIds ids;
    private final ReportSigner signer;
    private final InstantSource clock;

    public ReportPost(
            Router router,
            Acceptance acceptance,
            MailboxStore mailboxes,
            MailIds ids,
            ReportSigner signer,
            InstantSource clock) {
        this.router = router;
        this.acceptance = acceptance;
        this.mailboxes = mailboxes;
        this.ids = ids;
        this.signer = signer;
        this.clock = clock;
    }

    /// Queues a report together with the changes that say so: when this returns both are durable.
    ///
    /// @return false when no recipient has a way: nothing was done, and nothing will come of trying
    ///     again
    /// @throws UnavailableException when nothing was done and it is to be tried again
    public boolean post(OutgoingReport report, List<SpaceChanges> together) {
        return post(report, Origin.REPORT, together);
    }

    /// The same for a report of this origin.
    public boolean post(OutgoingReport report, Origin origin, List<SpaceChanges> together) {
        ReversePath from = new ReversePath.To(report.from());
        List<AcceptedRecipient> recipients = recipients(report.to(), from);
        if (recipients.isEmpty()) {
            return false;
        }
        MailId id = ids.next();
        List<Acceptance.Answer> answers =
                acceptance.accept(
                        mail(id, from, report, origin, clock.instant()),
                        recipients,
                        List.of(),
                        together,
                        Acceptance.Replies.ONE);
        List<Acceptance.Fate> fates = answers.stream().map(Acceptance.Answer::fate).toList();
        if (fates.contains(Acceptance.Fate.QUEUE_FULL)) {
            throw new UnavailableException("the queue is full");
        }
        boolean taken =
                fates.contains(Acceptance.Fate.QUEUED) || fates.contains(Acceptance.Fate.STORED);
        if (taken) {
            LOG.info("mail={} event=report-queued subject=\"{}\"", id, report.subject());
        }
        return taken;
    }

    private List<AcceptedRecipient> recipients(List<Address> addresses, ReversePath from) {
        List<AcceptedRecipient> recipients = new ArrayList<>();
        for (Address address : addresses) {
            Routing routing = router.route(address, from);
            Optional<Route.Refused> refusal = routing.refusal();
            if (refusal.isPresent() && refusal.get().reply().isTransient()) {
                throw new UnavailableException("no way to " + address + " for now");
            }
            if (refusal.isPresent()) {
                LOG.info(
                        "event=report-dropped to={} reason=\"{}\"", address, refusal.get().reply());
            } else {
                recipients.add(new AcceptedRecipient(address.toString(), SILENT, routing.open()));
            }
        }
        return recipients;
    }

    private AcceptedMail mail(
            MailId id, ReversePath from, OutgoingReport report, Origin origin, Instant now) {
        byte[] text = report.octets(now);
        byte[] signatures = signer.fields(text);
        byte[] returnPath = TraceFields.returnPath(from);
        StagedMessage message;
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(returnPath, 0, returnPath.length);
            intake.write(signatures, 0, signatures.length);
            intake.write(text, 0, text.length);
            message = intake.finish();
        }
        return new AcceptedMail(
                id,
                "",
                origin,
                from,
                message,
                returnPath.length,
                message.scan().eightBit(),
                message.scan().eightBitHeader(),
                false,
                MailRequest.NONE,
                now,
                now);
    }
}
