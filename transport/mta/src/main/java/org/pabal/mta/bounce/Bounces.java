// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.Language;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.report.DeliveryReport.Action;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.Commitment;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds the reports that an outcome calls for to the commit that records it. Safe for use by many
/// threads.
///
/// A report that cannot be made now (the store is full, the directory away, one address gets too
/// many) stays owed: the recipients stay *failed*, and the entry comes back for it.
public final class Bounces {
    private static final Logger LOG = LoggerFactory.getLogger(Bounces.class);
    private static final Duration OWED_REST = Duration.ofMinutes(1);

    private final BounceConfig config;
    private final Router router;
    private final Directory directory;
    private final ReportMail reports;
    private final Consignment consignment;
    private final ReportLimit limit;

    public Bounces(
            BounceConfig config,
            Router router,
            Directory directory,
            MailboxStore mailboxes,
            Storage storage,
            Consignment consignment,
            MailIds ids,
            ReportLimit limit) {
        this.config = config;
        this.router = router;
        this.directory = directory;
        this.reports = new ReportMail(config.hostname(), mailboxes, storage, ids);
        this.consignment = consignment;
        this.limit = limit;
    }

    /// Who learns of a failure.
    private sealed interface Audience {
        /// @param routes open ones
        record Someone(Address address, List<Route> routes) implements Audience {}

        record Nobody(String reason) implements Audience {}

        /// It cannot be told now.
        record Later() implements Audience {}
    }

    /// Reports on an entry after an attempt, if there is something to report.
    ///
    /// @param commitment gets the report and its ledger records
    /// @param full accounts without room: a report to one of them waits in the queue
    /// @return the entry with what was reported marked so
    public QueueEntry report(
            QueueEntry after, Commitment commitment, Set<AccountId> full, Instant now) {
        if (!after.failed().isEmpty()) {
            return reportFailure(after, commitment, full, now);
        }
        return after.isLate(now) ? reportDelay(after, commitment, full, now) : after;
    }

    private QueueEntry reportFailure(
            QueueEntry after, Commitment commitment, Set<AccountId> full, Instant now) {
        return switch (audience(after)) {
            case Audience.Nobody(var reason) -> {
                LOG.warn("{}: given up, nobody is told: {}", after.id(), reason);
                record(commitment, after, LedgerRecord.Outcome.DISCARDED, reason, now);
                yield after.reported();
            }
            case Audience.Someone someone
                    when limit.take(someone.address)
                            && add(Action.FAILED, after, someone, commitment, full, now) -> {
                String detail = "reported to " + someone.address;
                record(commitment, after, LedgerRecord.Outcome.BOUNCED, detail, now);
                yield after.reported();
            }
            case Audience.Someone _, Audience.Later _ -> owed(after, now);
        };
    }

    private static QueueEntry owed(QueueEntry after, Instant now) {
        Instant again = now.plus(OWED_REST);
        return after.pending().isEmpty() || after.nextAttempt().isAfter(again)
                ? after.due(again)
                : after;
    }

    private QueueEntry reportDelay(
            QueueEntry after, Commitment commitment, Set<AccountId> full, Instant now) {
        return switch (audience(after)) {
            case Audience.Nobody _ -> after.withDelayReported();
            case Audience.Someone someone
                    when limit.take(someone.address)
                            && add(Action.DELAYED, after, someone, commitment, full, now) ->
                    after.withDelayReported();
            case Audience.Someone _, Audience.Later _ -> after;
        };
    }

    private Audience audience(QueueEntry entry) {
        if (!(entry.from() instanceof ReversePath.To(var sender))) {
            return new Audience.Nobody("the mail was a report itself");
        }
        boolean stranger = entry.origin() == Origin.RECEIVED;
        if (stranger && config.strangers() == BounceConfig.Strangers.TELL_NOBODY) {
            return new Audience.Nobody("the sender may be forged");
        }
        try {
            return stranger && config.strangers() == BounceConfig.Strangers.TELL_POSTMASTER
                    ? postmaster()
                    : audience(sender);
        } catch (UnavailableException trouble) {
            LOG.warn("{}: a report waits: {}", entry.id(), trouble.getMessage());
            return new Audience.Later();
        }
    }

    private Audience postmaster() {
        return config.defaultDomain()
                .or(() -> directory.domains().stream().findFirst())
                .map(domain -> audience(new Address("postmaster", domain)))
                .orElseGet(() -> new Audience.Nobody("there is no domain with a postmaster"));
    }

    private Audience audience(Address address) {
        Routing routing = router.route(address, ReversePath.NULL);
        Optional<Route.Refused> refusal = routing.refusal();
        if (refusal.isEmpty()) {
            return new Audience.Someone(address, routing.open());
        }
        return refusal.get().reply().isTransient()
                ? new Audience.Later()
                : new Audience.Nobody(address + " takes no mail");
    }

    /// @return false when the report cannot be made now
    private boolean add(
            Action action,
            QueueEntry entry,
            Audience.Someone someone,
            Commitment commitment,
            Set<AccountId> full,
            Instant now) {
        try {
            Language language = language(someone);
            AcceptedMail mail = reports.make(action, entry, someone.address, language, now);
            List<AcceptedRecipient> recipients =
                    List.of(new AcceptedRecipient(someone.address.toString(), someone.routes()));
            commitment.record(
                    Consignment.accepted(mail).with(Fact.ABOUT, entry.id().mail().toString()));
            consignment.add(commitment, mail, recipients, full);
            return true;
        } catch (UnavailableException | StorageException trouble) {
            LOG.warn("{}: a report waits: {}", entry.id(), trouble.getMessage());
            return false;
        }
    }

    private static Language language(Audience.Someone someone) {
        return someone.routes().getFirst() instanceof Route.LocalAccount(var account, _)
                ? account.language()
                : Language.ENGLISH;
    }

    private void record(
            Commitment commitment,
            QueueEntry entry,
            LedgerRecord.Outcome outcome,
            String detail,
            Instant now) {
        for (Recipient recipient : entry.failed()) {
            String why = recipient.last().map(Diagnosis::toString).orElse("");
            commitment.record(entry.record(recipient, outcome, detail + ": " + why, now));
        }
    }
}
