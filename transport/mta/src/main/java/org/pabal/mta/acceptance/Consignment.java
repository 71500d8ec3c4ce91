// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.LocalRecipient;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderText;
import org.pabal.mta.acceptance.AcceptedRecipient.Waited;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
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

    private final DeliveryAgent agent;
    private final Queue queue;
    private final MailboxStore mailboxes;

    public Consignment(DeliveryAgent agent, Queue queue, MailboxStore mailboxes) {
        this.agent = agent;
        this.queue = queue;
        this.mailboxes = mailboxes;
    }

    /// Adds to a commitment all that a mail needs: a filing for every copy of an account, an entry
    /// for every destination of the others. An address that several recipients lead to gets one
    /// copy.
    ///
    /// @param full accounts without room: their copies wait in the queue
    public void add(
            Commitment commitment,
            AcceptedMail mail,
            List<AcceptedRecipient> recipients,
            Set<AccountId> full) {
        boolean later = mail.release().isAfter(mail.at()) || mail.held().isPresent();
        Set<Copy> copies = new HashSet<>();
        Map<Bundle, List<Recipient>> waiting = new LinkedHashMap<>();
        ArrivedMail arrived = arrived(mail, recipients);
        for (AcceptedRecipient asking : recipients) {
            Success success = Success.of(asking, mail);
            AcceptedRecipient recipient = success.rest(asking);
            for (Route route : recipient.routes()) {
                if (!copies.add(Copy.of(route))) {
                    commitment.record(joined(mail, recipient, route.address()));
                    if (destination(route, account -> later || full.contains(account)).isEmpty()) {
                        success.filed(route.address());
                    }
                    continue;
                }
                Optional<Destination> destination =
                        destination(route, account -> later || full.contains(account));
                if (destination.isPresent()) {
                    waiting.computeIfAbsent(
                                    Bundle.of(destination.get(), mail, route),
                                    bundle -> new ArrayList<>())
                            .add(waiting(recipient, route));
                } else if (route instanceof Route.LocalAccount local) {
                    commitment.file(
                            decided(arrived, recipientOf(local)).filings(),
                            stored(mail, recipient, local));
                    success.filed(local.address());
                }
            }
            success.owed()
                    .ifPresent(owed ->
                            waiting.computeIfAbsent(Bundle.ofReports(mail), b -> new ArrayList<>())
                                    .add(owed));
        }
        enqueue(commitment, mail, waiting);
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

    /// Where a copy waits; empty when it is filed at once.
    private static Optional<Destination> destination(Route route, Predicate<AccountId> waits) {
        return switch (route) {
            case Route.LocalAccount(var account, _) ->
                    waits.test(account.id()) ? Optional.of(Destination.LOCAL) : Optional.empty();
            case Route.Remote(_, var hop) -> Optional.of(Destinations.of(hop));
            // Not filed at once: the copy's reverse-path, and so its first line, is another.
            case Route.ListCopy(var copy, _) ->
                    Optional.of(destination(copy, waits).orElse(Destination.LOCAL));
            case Route.Refused refused ->
                    throw new IllegalArgumentException("a refused route: " + refused);
        };
    }

    /// Other hosts get a mail as it came; what is filed here has no binary parts. RFC 3516 §6.
    private ArrivedMail arrived(AcceptedMail mail, List<AcceptedRecipient> recipients) {
        StagedMessage message =
                mail.binary() && isAnyLocal(recipients)
                        ? mailboxes.withoutBinary(mail.message()).orElse(mail.message())
                        : mail.message();
        return new ArrivedMail(mail.id().toString(), mail.from(), message, mail.at());
    }

    static boolean isAnyLocal(List<AcceptedRecipient> recipients) {
        return recipients.stream()
                .flatMap(recipient -> recipient.routes().stream())
                .anyMatch(Route.LocalAccount.class::isInstance);
    }

    private Decision.Taken decided(ArrivedMail mail, LocalRecipient recipient) {
        return switch (agent.decide(mail, recipient)) {
            case Decision.Taken taken -> taken;
            case Decision.Refused refused -> agent.insteadOf(refused, mail, recipient);
        };
    }

    private static LocalRecipient recipientOf(Route.LocalAccount route) {
        return new LocalRecipient(route.account(), route.address());
    }

    /// What the ledger keeps of a mail as a whole.
    public static LedgerRecord accepted(AcceptedMail mail) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        facts.putAll(mail.facts());
        facts.put(Fact.ORIGIN, mail.origin().name().toLowerCase(Locale.ROOT));
        facts.put(Fact.OCTETS, Long.toString(mail.message().blob().size()));
        mail.message()
                .scan()
                .header()
                .first("Message-ID")
                .map(field -> HeaderText.decode(field.value()).strip())
                .filter(id -> !id.isEmpty())
                .ifPresent(id -> facts.put(Fact.MESSAGE_ID, id));
        return record(mail, "", LedgerRecord.Outcome.ACCEPTED, "").withFacts(facts);
    }

    private static LedgerRecord stored(
            AcceptedMail mail, AcceptedRecipient recipient, Route.LocalAccount route) {
        LedgerRecord stored =
                record(mail, recipient.original(), LedgerRecord.Outcome.STORED, queueId(recipient));
        Address copy = recipient.waited().map(Waited::address).orElse(route.address());
        return at(stored, copy).with(Fact.ACCOUNT, route.account().address().toString());
    }

    private static LedgerRecord joined(
            AcceptedMail mail, AcceptedRecipient recipient, Address address) {
        return at(
                record(mail, recipient.original(), LedgerRecord.Outcome.JOINED, queueId(recipient)),
                address);
    }

    private static String queueId(AcceptedRecipient recipient) {
        return recipient.waited().map(waited -> waited.entry().toString()).orElse("");
    }

    /// Names where a copy goes when that is not what the client named.
    private static LedgerRecord at(LedgerRecord record, Address address) {
        String text = address.toString();
        return text.equalsIgnoreCase(record.recipient()) ? record : record.with(Fact.ADDRESS, text);
    }

    private static LedgerRecord record(
            AcceptedMail mail, String recipient, LedgerRecord.Outcome outcome, String queueId) {
        return new LedgerRecord(
                mail.at(),
                mail.id(),
                mail.session(),
                mail.from().toString(),
                recipient,
                outcome,
                "",
                queueId);
    }

    /// A program runs for one recipient at a time: a slow one does not keep the others waiting, and
    /// a crash makes none run again but its own.
    private static int mostOfEntry(Destination destination) {
        return switch (destination.kind()) {
            case PIPE, PROGRAM -> 1;
            case LOCAL, DOMAIN, HOST, RELAY, SOCKET, MAILDIR, JOB -> MAX_RECIPIENTS_OF_ENTRY;
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
                destination.kind() == Destination.Kind.LOCAL
                        ? mail.message().authentication()
                        : "");
    }
}
