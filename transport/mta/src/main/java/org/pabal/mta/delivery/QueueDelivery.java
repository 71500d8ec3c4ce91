// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.Notify;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.Commitment;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.Decisions;
import org.pabal.mta.acceptance.Destinations;
import org.pabal.mta.bounce.Bounces;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Lease;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueWorker;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.pabal.smtp.DeliveryOutcome;
import org.pabal.smtp.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works one queue entry: every pending recipient is routed anew (the settings may have changed
/// since), tried, and what was found is recorded in one commit with filings, reports and ledger.
///
/// Once another server has taken a copy, that must not be forgotten: when the store fails then, the
/// outcome is offered to it again until it takes it or this server stops.
public final class QueueDelivery implements QueueWorker {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDelivery.class);
    private static final Diagnosis TROUBLE =
            Diagnosis.ours("4.3.0", "temporary trouble of this server");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Router router;
    private final RemoteDelivery remote;
    private final ForwardedSender senders;
    private final FinalDelivery keepers;
    private final LocalDelivery local;
    private final Bounces bounces;
    private final Consignment consignment;
    private final Commitments commitments;
    private final MailIds ids;
    private final InstantSource clock;
    private final CommitPause pause;

    public QueueDelivery(
            Router router,
            RemoteDelivery remote,
            ForwardedSender senders,
            FinalDelivery keepers,
            LocalDelivery local,
            Bounces bounces,
            Consignment consignment,
            Commitments commitments,
            MailIds ids,
            InstantSource clock,
            CommitPause pause) {
        this.router = router;
        this.remote = remote;
        this.senders = senders;
        this.keepers = keepers;
        this.local = local;
        this.bounces = bounces;
        this.consignment = consignment;
        this.commitments = commitments;
        this.ids = ids;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void work(Lease lease) {
        new Attempt(lease).run();
    }

    /// One attempt at one entry, on one thread.
    private final class Attempt {
        private final Lease lease;
        private final QueueEntry entry;
        private final List<Recipient> pending;
        private final Diagnosis[] found;

        /// Recipients whose copies are filed here, by their place among the pending.
        private final Map<Integer, AcceptedRecipient> here = new LinkedHashMap<>();

        private final Map<NextHop, Map<Integer, Address>> elsewhere = new LinkedHashMap<>();

        /// Who answered, by the address of the copy.
        private final Map<Address, Peer> peers = new HashMap<>();

        /// Under which reverse-path a copy went, where that was not the sender's own.
        private final Map<Address, String> rewritten = new HashMap<>();

        private final Set<AccountId> full = new HashSet<>();

        /// Of whose success the sender hears from us, by their place among the pending.
        private final Set<Integer> toTell = new HashSet<>();

        Attempt(Lease lease) {
            this.lease = lease;
            this.entry = lease.entry();
            this.pending = entry.pending();
            this.found = new Diagnosis[pending.size()];
        }

        void run() {
            if (lease.destinationAtRest().isEmpty()) {
                for (int i = 0; i < found.length; i++) {
                    route(i);
                }
                elsewhere.forEach(this::transmit);
                if (!elsewhere.isEmpty()) {
                    lease.destinationLeft();
                }
            }
            settle();
        }

        private QueueEntry after(Instant now) {
            Optional<String> rest = lease.destinationAtRest();
            if (rest.isPresent()) {
                return entry.notTried("the destination was not reached: " + rest.get(), now);
            }
            return pending.isEmpty()
                    ? entry
                    : lease.scheduled(telling(entry.afterAttempt(List.of(found), now)), now);
        }

        private QueueEntry telling(QueueEntry after) {
            Set<Recipient> asked = Collections.newSetFromMap(new IdentityHashMap<>());
            int i = 0;
            for (int place = 0; place < after.recipients().size(); place++) {
                if (entry.recipients().get(place).isPending() && toTell.contains(i++)) {
                    asked.add(after.recipients().get(place));
                }
            }
            return after.mapping(r -> r.isDelivered() && asked.contains(r), Recipient::succeeded);
        }

        private void route(int i) {
            Optional<NextHop.FinalHop> keeper = Destinations.finalHop(entry.destination());
            if (keeper.isPresent()) {
                found[i] = keepers.deliver(keeper.get(), entry, pending.get(i));
                tellIfAsked(i);
                return;
            }
            Routing routing = router.routeAgain(pending.get(i).address(), entry.from());
            Optional<Route.Refused> refusal = routing.refusal();
            List<Route> open = routing.open();
            if (refusal.isPresent()) {
                found[i] = diagnosis(refusal.get().reply());
            } else if (open.size() == 1
                    && open.getFirst() instanceof Route.Remote(_, NextHop.FinalHop hop)) {
                found[i] = keepers.deliver(hop, entry, pending.get(i));
                tellIfAsked(i);
            } else if (open.size() == 1
                    && open.getFirst() instanceof Route.Remote(var to, var hop)) {
                elsewhere.computeIfAbsent(hop, h -> new LinkedHashMap<>()).put(i, to);
            } else {
                here.put(
                        i,
                        new AcceptedRecipient(
                                        pending.get(i).original(),
                                        pending.get(i).request().without(Notify.SUCCESS),
                                        open)
                                .havingWaited(entry.id(), pending.get(i).address()));
                tellIfAsked(i);
            }
        }

        private void tellIfAsked(int i) {
            if (pending.get(i).request().wants(Notify.SUCCESS)) {
                toTell.add(i);
            }
        }

        /// Whether the sender hears of a success from us: when the next host says nothing of it, or
        /// when the way of the mail is to be traced. RFC 3461 §5.2.2, RFC 2852 §4.1.
        private boolean isOurs(Recipient recipient, DeliveryOutcome.Reports reports) {
            boolean traced = entry.request().deliverBy().filter(DeliverBy::trace).isPresent();
            return recipient.request().wants(Notify.SUCCESS)
                            && reports == DeliveryOutcome.Reports.US
                    || traced && !recipient.request().isNever();
        }

        private void transmit(NextHop hop, Map<Integer, Address> recipients) {
            ReversePath from =
                    senders.of(entry, hop, recipients.keySet().stream().map(pending::get).toList());
            OutboundMail mail = OutboundMail.of(entry, from, recipients, clock.instant());
            RemoteDelivery.Outcome outcome = remote.attempt(hop, mail);
            int next = 0;
            for (int i : recipients.keySet()) {
                found[i] = outcome.found().get(next++);
                peers.put(pending.get(i).address(), outcome.peer());
                if (!from.equals(entry.from()) && from instanceof ReversePath.To(var ours)) {
                    rewritten.put(pending.get(i).address(), ours.toString());
                }
                if (isOurs(pending.get(i), outcome.peer().reports())) {
                    toTell.add(i);
                }
            }
            outcome.unreached()
                    .ifPresentOrElse(lease::destinationUnreached, lease::destinationReached);
        }

        /// Records what was found. A mailbox that turns out to be full makes another round.
        private void settle() {
            while (true) {
                Instant now = clock.instant();
                Commitment commitment = new Commitment();
                fileHere(commitment);
                QueueEntry after = after(now);
                record(commitment, after, now);
                after = bounces.report(after, commitment, full, now);
                if (after.due(entry.nextAttempt()).equals(entry)) { // nothing but the time
                    lease.settled(after);
                    return;
                }
                commitment.changeQueue(lease.changes(after));
                switch (commit(commitment)) {
                    case FilingOutcome.Filed _ -> {
                        lease.settled(after);
                        return;
                    }
                    case FilingOutcome.OverQuota(var account, _) -> {
                        if (!full.add(account.id())) {
                            throw new IllegalStateException("full twice: " + account.address());
                        }
                    }
                }
            }
        }

        private void lookForRoom(int i, AcceptedRecipient recipient) {
            boolean room =
                    local.hasRoom(recipient, entry.content())
                            && recipient.routes().stream().anyMatch(route -> !isFull(route));
            found[i] =
                    room
                            ? Diagnosis.ours("2.1.5", "delivered")
                            : Diagnosis.ours("4.2.2", "mailbox full");
        }

        private boolean isFull(Route route) {
            return route instanceof Route.LocalAccount(var account, _)
                    && full.contains(account.id());
        }

        /// Trouble of ours concerns these copies only: what other servers said is recorded anyway.
        private void fileHere(Commitment commitment) {
            try {
                here.forEach(this::lookForRoom);
                List<AcceptedRecipient> taken = new ArrayList<>();
                here.forEach((i, recipient) -> {
                    if (found[i].status().isSuccess()) {
                        taken.add(recipient);
                    }
                });
                if (!taken.isEmpty()) {
                    consign(commitment, taken);
                }
            } catch (UnavailableException trouble) {
                LOG.warn("{}: not filed: {}", entry.id(), trouble.getMessage());
                here.keySet().forEach(i -> found[i] = TROUBLE);
            }
        }

        /// Copies that would become entries of their own (an account has turned into an alias that
        /// leads out) belong to a new mail, since the old one's entry ids are taken.
        private void consign(Commitment commitment, List<AcceptedRecipient> taken) {
            boolean filedOnly =
                    taken.stream()
                            .flatMap(recipient -> recipient.routes().stream())
                            .allMatch(r -> r instanceof Route.LocalAccount && !isFull(r));
            AcceptedMail mail = local.restaged(entry, filedOnly ? entry.id().mail() : ids.next());
            Decisions decisions = consignment.decide(mail, taken);
            List<AcceptedRecipient> decided = decided(taken, decisions);
            if (decided.isEmpty()) {
                return;
            }
            if (filedOnly) {
                consignment.add(commitment, mail, decided, decisions, full);
                return;
            }
            commitment.record(
                    Consignment.accepted(mail).with(Fact.ABOUT, entry.id().mail().toString()));
            consignment.add(
                    commitment,
                    mail,
                    decided.stream().map(AcceptedRecipient::anew).toList(),
                    decisions,
                    full);
            here.forEach((i, recipient) -> {
                if (decided.contains(recipient)) {
                    commitment.record(
                            entry.record(
                                            pending.get(i),
                                            LedgerRecord.Outcome.CONTINUED,
                                            "",
                                            clock.instant())
                                    .with(Fact.MAIL, mail.id().toString()));
                }
            });
        }

        /// Those about all of whose copies the delivery agent could decide; the others are tried
        /// again.
        private List<AcceptedRecipient> decided(
                List<AcceptedRecipient> taken, Decisions decisions) {
            List<AcceptedRecipient> open =
                    taken.stream()
                            .filter(recipient ->
                                    recipient.routes().stream().anyMatch(decisions::isUndecided))
                            .toList();
            here.forEach((i, recipient) -> {
                if (open.contains(recipient)) {
                    found[i] = TROUBLE;
                }
            });
            return taken.stream().filter(recipient -> !open.contains(recipient)).toList();
        }

        private void record(Commitment commitment, QueueEntry after, Instant now) {
            int place = 0;
            for (Recipient recipient : after.recipients()) {
                if (!entry.recipients().get(place++).isPending()) {
                    continue;
                }
                outcome(recipient)
                        .ifPresent(outcome ->
                                commitment.record(record(recipient, outcome, after, now)));
            }
        }

        /// What was filed here has its record already; what was not tried needs none.
        private Optional<LedgerRecord.Outcome> outcome(Recipient recipient) {
            return switch (recipient.state()) {
                case PENDING ->
                        lease.destinationAtRest().isEmpty()
                                ? Optional.of(LedgerRecord.Outcome.DEFERRED)
                                : Optional.empty();
                case FAILED -> Optional.of(LedgerRecord.Outcome.FAILED);
                case DELIVERED, SUCCEEDED ->
                        isHere(recipient)
                                ? Optional.empty()
                                : Optional.of(LedgerRecord.Outcome.RELAYED);
                case REPORTED, EXPANDED -> Optional.empty();
            };
        }

        private boolean isHere(Recipient recipient) {
            return here.keySet().stream()
                    .anyMatch(i -> pending.get(i).address().equals(recipient.address()));
        }

        private LedgerRecord record(
                Recipient recipient, LedgerRecord.Outcome outcome, QueueEntry after, Instant now) {
            Diagnosis why = recipient.last().orElse(Diagnosis.ours("4.0.0", ""));
            Peer peer = peers.getOrDefault(recipient.address(), Peer.NOBODY);
            LedgerRecord record =
                    entry.record(recipient, outcome, why.text(), now)
                            .with(Fact.STATUS, why.status().toString())
                            .with(Fact.HOST, peer.host().isEmpty() ? why.remote() : peer.host())
                            .with(Fact.HOST_ADDRESS, peer.address())
                            .with(Fact.TLS, peer.protection())
                            .with(Fact.ATTEMPT, Integer.toString(after.attempts()))
                            .with(
                                    Fact.REVERSE_PATH,
                                    rewritten.getOrDefault(recipient.address(), ""));
            return recipient.isPending()
                    ? record.with(Fact.NEXT_ATTEMPT, after.nextAttempt().toString())
                    : record;
        }

        private FilingOutcome commit(Commitment commitment) {
            Duration wait = FIRST_PAUSE;
            while (true) {
                try {
                    return commitments.commit(commitment);
                } catch (UnavailableException trouble) {
                    if (!isRelayed() || lease.isStopping()) {
                        throw trouble;
                    }
                    LOG.warn("{}: outcome not recorded yet: {}", entry.id(), trouble.getMessage());
                    pause(wait);
                    wait = wait.compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : wait;
                }
            }
        }

        /// Another server has a copy, or has refused it.
        private boolean isRelayed() {
            for (int i = 0; i < found.length; i++) {
                if (!here.containsKey(i) && !found[i].status().isTransient()) {
                    return true;
                }
            }
            return false;
        }

        private void pause(Duration wait) {
            try {
                pause.pause(wait);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new UnavailableException("stopped while an outcome waited", stopped);
            }
        }
    }

    private static Diagnosis diagnosis(SmtpReply reply) {
        return new Diagnosis(reply.status().orElseThrow(), reply.inOneLine(), "");
    }
}
