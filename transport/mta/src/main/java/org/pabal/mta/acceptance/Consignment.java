// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.directory.AccountId;
import org.pabal.mda.Assessment;
import org.pabal.mda.Decision;
import org.pabal.mda.LaterJob;
import org.pabal.mda.OutgoingMail;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.Progress;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;

/// Turns a mail and the ways of its copies into filings, queue entries and ledger records.
/// Safe for use by many threads.
public final class Consignment {
    /// What every server must take in one transaction. RFC 5321 §4.5.3.1.8.
    private static final int MAX_RECIPIENTS_OF_ENTRY = 100;

    private final LocalCopies copies;
    private final Successors successors;
    private final Queue queue;
    private final KeptAside aside;

    /// @param successors find their ways
    /// @param aside where copies go that the spam filter wants kept apart
    public Consignment(LocalCopies copies, Successors successors, Queue queue, KeptAside aside) {
        this.copies = copies;
        this.successors = successors;
        this.queue = queue;
        this.aside = aside;
    }

    /// Keeps nothing aside.
    public Consignment(LocalCopies copies, Successors successors, Queue queue) {
        this(copies, successors, queue, KeptAside.NOWHERE);
    }

    /// Decides about the copies that are filed here. Scripts run in it: it may take a while.
    public Decisions decide(AcceptedMail mail, List<AcceptedRecipient> recipients) {
        return waits(mail) ? Decisions.NONE : copies.decide(mail, recipients);
    }

    /// Nothing is decided about a mail before it goes its way.
    private static boolean waits(AcceptedMail mail) {
        return mail.release().isAfter(mail.at()) || mail.held().isPresent();
    }

    /// Adds to a commitment all that a mail needs: what was decided about every copy of an account,
    /// an entry for every destination of the others. An address that several recipients lead to gets
    /// one copy.
    ///
    /// @param full accounts without room: their copies wait in the queue
    public void add(
            Commitment commitment,
            AcceptedMail mail,
            List<AcceptedRecipient> recipients,
            Set<AccountId> full) {
        add(commitment, mail, recipients, decide(mail, recipients), full);
    }

    /// The same with what was decided before. Copies about which nothing was decided wait.
    public void add(
            Commitment commitment,
            AcceptedMail mail,
            List<AcceptedRecipient> recipients,
            Decisions decisions,
            Set<AccountId> full) {
        Predicate<Route.LocalAccount> waits =
                local ->
                        decisions.isOpen(local)
                                || full.contains(local.account().id())
                                        && decisions.fills(local, local.account().id());
        Set<Copy> copies = new HashSet<>();
        Map<Bundle, List<Recipient>> waiting = new LinkedHashMap<>();
        for (AcceptedRecipient asking : recipients) {
            Success success = Success.of(asking, mail);
            AcceptedRecipient recipient = success.rest(asking);
            for (Route route : recipient.routes()) {
                if (isKeptAside(commitment, mail, recipient, route, copies)) {
                    continue;
                }
                Optional<Destination> destination = destination(route, waits);
                if (!copies.add(Copy.of(route))) {
                    commitment.record(Records.joined(mail, recipient, route.address()));
                    if (destination.isEmpty()) {
                        success.filed(route.address());
                    }
                } else if (destination.isPresent()) {
                    waiting.computeIfAbsent(
                                    Bundle.of(destination.get(), mail, route),
                                    bundle -> new ArrayList<>())
                            .add(waiting(recipient, route));
                } else if (route instanceof Route.LocalAccount local) {
                    if (deliver(commitment, mail, recipient, local, decisions.taken(local))) {
                        success.filed(local.address());
                    }
                }
            }
            success.owed()
                    .ifPresent(owed ->
                            waiting.computeIfAbsent(Bundle.ofReports(mail), b -> new ArrayList<>())
                                    .add(owed));
        }
        enqueue(commitment, mail, waiting);
    }

    /// Keeps a copy aside if the filter wants it; of a list all copies together, since its members are
    /// looked for anew when it is released. What an operator is to look at first waits in the queue.
    private boolean isKeptAside(
            Commitment commitment,
            AcceptedMail mail,
            AcceptedRecipient recipient,
            Route route,
            Set<Copy> copies) {
        Optional<Assessment> judged =
                mail.held().isPresent() ? Optional.empty() : mail.assessments().of(route);
        if (judged.filter(found -> found.wish() == Assessment.Wish.QUARANTINE).isEmpty()) {
            return false;
        }
        Address address =
                route instanceof Route.ListCopy
                        ? Address.parse(recipient.original()).orElse(route.address())
                        : route.address();
        if (!copies.add(new Copy(address.lookupForm(), Optional.empty()))) {
            commitment.record(Records.joined(mail, recipient, address));
            return true;
        }
        commitment.aside(aside.keep(mail, address, recipient.original(), judged.get()));
        commitment.record(Records.keptAside(mail, recipient, address, judged.get()));
        return true;
    }

    /// Does what was decided about one copy.
    ///
    /// @return false when its success is told by another server: it goes on, and is kept nowhere
    private boolean deliver(
            Commitment commitment,
            AcceptedMail mail,
            AcceptedRecipient recipient,
            Route.LocalAccount route,
            Decision.Taken taken) {
        boolean kept = !taken.filings().isEmpty();
        boolean passedOn = false;
        List<MailId> successors = new ArrayList<>();
        for (OutgoingMail next : taken.mails()) {
            passedOn |= next.kind() == OutgoingMail.Kind.REDIRECT;
            successors.add(send(commitment, mail, recipient, next, kept));
        }
        for (LaterJob job : taken.jobs()) {
            successors.add(this.successors.job(commitment, mail, recipient, route, job));
        }
        LedgerRecord record = Records.decided(mail, recipient, route, taken, successors);
        if (kept) {
            commitment.file(taken.filings(), record);
        } else {
            commitment.record(record);
        }
        commitment.change(route.account().id(), taken.memory());
        return kept || !passedOn;
    }

    /// Another mail begins its way with this one's commit. A copy that one keeps has its success told
    /// here.
    private MailId send(
            Commitment commitment,
            AcceptedMail mail,
            AcceptedRecipient recipient,
            OutgoingMail next,
            boolean kept) {
        AcceptedMail successor = successors.mail(mail, next);
        AcceptedRecipient to = successors.recipient(recipient, next, kept);
        commitment.record(accepted(successor).with(Fact.ABOUT, mail.id().toString()));
        Map<Bundle, List<Recipient>> waiting = new LinkedHashMap<>();
        for (Route route : successors.routes(successor, next.to())) {
            Destination destination = destination(route, _ -> true).orElse(Destination.LOCAL);
            waiting.computeIfAbsent(
                            Bundle.of(destination, successor, route), bundle -> new ArrayList<>())
                    .add(waiting(to, route));
        }
        if (waiting.isEmpty()) {
            // The queue will find out, and tells the sender.
            waiting.put(
                    new Bundle(Destination.LOCAL, successor.from(), successor.origin()),
                    List.of(Recipient.pending(next.to(), to.original(), to.request())));
        }
        enqueue(commitment, successor, waiting);
        return successor.id();
    }

    /// The owner of a list learns which member failed; what the author asked about reports ends at
    /// the list. RFC 3461 §5.2.7.
    private static Recipient waiting(AcceptedRecipient recipient, Route route) {
        Address address = route.address();
        return route instanceof Route.ListCopy
                ? Recipient.pending(address, address.toString(), RecipientRequest.NONE)
                : Recipient.pending(address, recipient.original(), recipient.request());
    }

    /// What makes two copies one: the address, and for what keeps mail by itself also what it is,
    /// since an alias may lead to several programs.
    private record Copy(Address address, Optional<NextHop> keeper) {
        static Copy of(Route route) {
            Route way = route instanceof Route.ListCopy(var copy, _) ? copy : route;
            Optional<NextHop> keeper =
                    way instanceof Route.Remote(_, NextHop.FinalHop hop)
                            ? Optional.of(hop)
                            : Optional.empty();
            return new Copy(route.address().lookupForm(), keeper);
        }
    }

    /// What the recipients of one entry have in common.
    private record Bundle(Destination destination, ReversePath from, Origin origin) {

        /// A list's copy bears its owner, who is one of ours and not forged. A report stays a
        /// report: nobody answers to it.
        static Bundle of(Destination destination, AcceptedMail mail, Route route) {
            return route instanceof Route.ListCopy(_, var owner)
                            && mail.from() instanceof ReversePath.To
                    ? new Bundle(destination, new ReversePath.To(owner), Origin.SUBMITTED)
                    : new Bundle(destination, mail.from(), mail.origin());
        }

        /// What waits for nothing but its report.
        static Bundle ofReports(AcceptedMail mail) {
            return new Bundle(Destination.LOCAL, mail.from(), mail.origin());
        }
    }

    /// Where a copy waits; empty when it is delivered at once.
    private static Optional<Destination> destination(
            Route route, Predicate<Route.LocalAccount> waits) {
        return switch (route) {
            case Route.LocalAccount local ->
                    waits.test(local) ? Optional.of(Destination.LOCAL) : Optional.empty();
            case Route.Remote(_, var hop) -> Optional.of(Destinations.of(hop));
            // Not filed at once: the copy's reverse-path, and so its first line, is another.
            case Route.ListCopy(var copy, _) ->
                    Optional.of(destination(copy, waits).orElse(Destination.LOCAL));
            case Route.Refused refused ->
                    throw new IllegalArgumentException("a refused route: " + refused);
        };
    }

    /// What the ledger keeps of a mail as a whole.
    public static LedgerRecord accepted(AcceptedMail mail) {
        return Records.accepted(mail);
    }

    /// A program runs for one recipient at a time: a slow one does not keep the others waiting, and
    /// a crash makes none run again but its own.
    private static int mostOfEntry(Destination destination) {
        return switch (destination.kind()) {
            case PIPE, PROGRAM -> 1;
            case LOCAL, DOMAIN, HOST, OTHER_HOST, RELAY, SOCKET, MAILDIR, MBOX, JOB, WEBHOOK ->
                    MAX_RECIPIENTS_OF_ENTRY;
        };
    }

    private void enqueue(
            Commitment commitment, AcceptedMail mail, Map<Bundle, List<Recipient>> waiting) {
        int part = 1;
        for (Map.Entry<Bundle, List<Recipient>> group : waiting.entrySet()) {
            List<Recipient> all = group.getValue();
            int most = mostOfEntry(group.getKey().destination());
            for (int from = 0; from < all.size(); from += most) {
                int to = Math.min(from + most, all.size());
                QueueId id = new QueueId(mail.id(), part++);
                enqueue(commitment, mail, id, group.getKey(), all.subList(from, to));
            }
        }
    }

    private void enqueue(
            Commitment commitment,
            AcceptedMail mail,
            QueueId id,
            Bundle bundle,
            List<Recipient> recipients) {
        QueueEntry entry =
                new QueueEntry(
                        id,
                        bundle.destination(),
                        bundle.origin(),
                        mail.session(),
                        bundle.from(),
                        recipients,
                        content(mail, bundle.destination()),
                        mail.request(),
                        mail.at(),
                        TimeLimits.expiry(mail, queue.config()),
                        Progress.begun(
                                mail.release(),
                                TimeLimits.delayReport(
                                        mail, bundle.origin(), recipients, queue.config()),
                                mail.held()));
        commitment.enqueue(entry);
        for (Recipient recipient : entry.pending()) {
            LedgerRecord record =
                    mail.held().isPresent()
                            ? entry.record(
                                    recipient,
                                    LedgerRecord.Outcome.HELD,
                                    mail.held().get(),
                                    mail.at())
                            : entry.record(recipient, LedgerRecord.Outcome.QUEUED, "", mail.at());
            commitment.record(record.with(Fact.DESTINATION, bundle.destination().toString()));
        }
    }

    private static Content content(AcceptedMail mail, Destination destination) {
        return new Content(
                mail.message().blob().id(),
                mail.message().blob().size(),
                mail.prefixOctets(),
                mail.eightBit(),
                mail.smtpUtf8(),
                mail.binary(),
                destination.kind() == Destination.Kind.LOCAL ? mail.message().arrival() : "");
    }
}
