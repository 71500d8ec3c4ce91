// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import org.pabal.mda.LaterJob;
import org.pabal.mda.OutgoingMail;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.Notify;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mails that leave because of one that has arrived: each is a mail of its own, with an id and a
/// way of its own, and begins its way in the queue. Safe for use by many threads.
public final class Successors {
    private static final Logger LOG = LoggerFactory.getLogger(Successors.class);

    private final Router router;
    private final MailIds ids;

    public Successors(Router router, MailIds ids) {
        this.router = router;
        this.ids = ids;
    }

    /// Adds a job of a decision.
    ///
    /// @return its id
    MailId job(
            Commitment commitment,
            AcceptedMail mail,
            AcceptedRecipient recipient,
            Route.LocalAccount route,
            LaterJob job) {
        QueueEntry entry =
                JobEntries.entry(new QueueId(ids.next(), 1), mail, recipient, route, job);
        commitment.enqueue(entry);
        commitment.record(JobEntries.queued(entry, mail, job));
        return entry.id().mail();
    }

    AcceptedMail mail(AcceptedMail before, OutgoingMail next) {
        ScannedMessage scan = next.message().scan();
        boolean passedOn = next.kind() == OutgoingMail.Kind.REDIRECT;
        return new AcceptedMail(
                ids.next(),
                before.session(),
                origin(before, next),
                next.from(),
                next.message(),
                next.prefixOctets(),
                scan.eightBit(),
                scan.eightBitHeader() && (before.smtpUtf8() || !passedOn),
                false,
                next.request(),
                before.at(),
                before.at());
    }

    /// A mail that is passed on is as true or as forged as it was.
    private static Origin origin(AcceptedMail before, OutgoingMail next) {
        if (next.kind() == OutgoingMail.Kind.REDIRECT) {
            return before.origin();
        }
        return next.from() instanceof ReversePath.To ? Origin.SUBMITTED : Origin.REPORT;
    }

    /// A mail that is passed on goes to the same recipient by another address: reports name whom the
    /// client named, and a return address of ours is one of that domain.
    ///
    /// @param kept the recipient has a copy, of which success is told
    AcceptedRecipient recipient(AcceptedRecipient before, OutgoingMail next, boolean kept) {
        boolean passedOn = next.kind() == OutgoingMail.Kind.REDIRECT;
        return new AcceptedRecipient(
                passedOn ? before.original() : next.to().toString(),
                kept && passedOn ? next.asked().without(Notify.SUCCESS) : next.asked(),
                before.routes());
    }

    /// @return none when there is no way, or none is known for now
    List<Route> routes(AcceptedMail mail, Address to) {
        try {
            Routing routing = router.route(to, mail.from());
            return routing.refusal().isPresent() ? List.of() : routing.open();
        } catch (UnavailableException trouble) {
            LOG.info(
                    "mail={} event=routed-later to={} reason=\"{}\"",
                    mail.id(),
                    to,
                    trouble.getMessage());
            return List.of();
        }
    }
}
