// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.Language;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.Notify;
import org.pabal.message.report.DeliveryReport.Action;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.Commitment;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds the reports that an outcome calls for to the commit that records it. Safe for use by many
/// threads.
///
/// A report that cannot be made now (the store is full, the directory away, one address gets too
/// many) stays owed: the recipients keep their state, and the entry comes back for it.
public final class Bounces {
    private static final Logger LOG = LoggerFactory.getLogger(Bounces.class);

    /// What is owed comes back after this and a tenth of its age.
    private static final Duration OWED_REST = Duration.ofMinutes(1);

    /// Nobody is helped by a report that is older.
    private static final Duration LONGEST_OWED = Duration.ofDays(5);

    private final Audiences audiences;
    private final ReportMail reports;
    private final Consignment consignment;
    private final ReportLimit limit;

    /// @param signer puts our signatures on top of a report, if its domain has keys
    public Bounces(
            BounceConfig config,
            Router router,
            Directory directory,
            MailboxStore mailboxes,
            Storage storage,
            Consignment consignment,
            MailIds ids,
            UnaryOperator<byte[]> signer,
            ReportLimit limit) {
        this.audiences = new Audiences(config, router, directory);
        this.reports = new ReportMail(config, mailboxes, storage, ids, signer);
        this.consignment = consignment;
        this.limit = limit;
    }

    /// Reports on an entry after an attempt, if there is something to report.
    ///
    /// @param commitment gets the report and its ledger records
    /// @param full accounts without room: a report to one of them waits in the queue
    /// @return the entry with what was reported marked so
    public QueueEntry report(
            QueueEntry after, Commitment commitment, Set<AccountId> full, Instant now) {
        Round round = new Round(commitment, full, now);
        QueueEntry told = round.dropUnwanted(after);
        told = round.tellFailures(told);
        told = round.tellSuccesses(told);
        return told.isLate(now) ? round.tellDelay(told) : told;
    }

    /// One commit's reports.
    private final class Round {
        private final Commitment commitment;
        private final Set<AccountId> full;
        private final Instant now;

        Round(Commitment commitment, Set<AccountId> full, Instant now) {
            this.commitment = commitment;
            this.full = full;
            this.now = now;
        }

        /// NOTIFY without FAILURE: nobody is to be told. RFC 3461 §4.1.
        QueueEntry dropUnwanted(QueueEntry entry) {
            return discard(
                    entry,
                    r -> r.isFailed() && !r.request().wants(Notify.FAILURE),
                    "the sender asked not to be told");
        }

        private QueueEntry discard(QueueEntry entry, Predicate<Recipient> which, String reason) {
            for (Recipient recipient : entry.recipients()) {
                if (which.test(recipient)) {
                    LOG.info("{}: given up, nobody is told: {}", entry.id(), reason);
                    String why = reason + ": " + why(recipient);
                    commitment.record(entry.record(recipient, Outcome.DISCARDED, why, now));
                }
            }
            return entry.mapping(which, Recipient::reported);
        }

        QueueEntry tellFailures(QueueEntry entry) {
            if (entry.failed().isEmpty()) {
                return entry;
            }
            return switch (audiences.ofFailure(entry)) {
                case Audience.Nobody(var reason) -> discard(entry, Recipient::isFailed, reason);
                case Audience.Later _ -> owed(entry, Recipient::isFailed);
                case Audience.Someone someone -> {
                    Optional<AcceptedMail> report = make(Recipient::isFailed, entry, someone);
                    if (report.isEmpty()) {
                        yield owed(entry, Recipient::isFailed);
                    }
                    for (Recipient recipient : entry.failed()) {
                        String told = "reported to " + someone.address() + ": ";
                        commitment.record(
                                entry.record(recipient, Outcome.BOUNCED, told + why(recipient), now)
                                        .with(Fact.MAIL, report.get().id().toString()));
                    }
                    yield entry.mapping(Recipient::isFailed, Recipient::reported);
                }
            };
        }

        QueueEntry tellSuccesses(QueueEntry entry) {
            Predicate<Recipient> which = r -> r.isToReport() && !r.isFailed();
            if (entry.recipients().stream().noneMatch(which)) {
                return entry;
            }
            return switch (audiences.ofProgress(entry)) {
                case Audience.Nobody _ -> entry.mapping(which, Recipient::reported);
                case Audience.Later _ -> owed(entry, which);
                case Audience.Someone someone ->
                        make(which, entry, someone).isPresent()
                                ? entry.mapping(which, Recipient::reported)
                                : owed(entry, which);
            };
        }

        QueueEntry tellDelay(QueueEntry entry) {
            Predicate<Recipient> which = r -> r.isPending() && wantsDelay(entry, r);
            if (entry.recipients().stream().noneMatch(which)) {
                return entry.withDelayReported();
            }
            return switch (audiences.ofProgress(entry)) {
                case Audience.Nobody _ -> entry.withDelayReported();
                case Audience.Later _ -> entry;
                case Audience.Someone someone -> {
                    Optional<AcceptedMail> report = make(which, entry, someone);
                    if (report.isEmpty()) {
                        yield entry;
                    }
                    String told = "reported to " + someone.address();
                    for (Recipient recipient : entry.recipients()) {
                        if (which.test(recipient)) {
                            commitment.record(
                                    entry.record(recipient, Outcome.DELAY_REPORTED, told, now)
                                            .with(Fact.MAIL, report.get().id().toString()));
                        }
                    }
                    yield entry.withDelayReported();
                }
            };
        }

        /// BY= with mode N tells all but those of whom nothing is to be told. RFC 2852 §4.1.
        private boolean wantsDelay(QueueEntry entry, Recipient recipient) {
            boolean limited =
                    entry.request()
                            .deliverBy()
                            .filter(by -> by.mode() == DeliverBy.Mode.NOTIFY)
                            .isPresent();
            return recipient.request().wants(Notify.DELAY)
                    || limited && !recipient.request().isNever();
        }

        /// Comes back for it, in the end without it.
        private QueueEntry owed(QueueEntry entry, Predicate<Recipient> which) {
            if (now.isAfter(entry.expires().plus(LONGEST_OWED))) {
                return discard(entry, which, "the report could not be made for days");
            }
            Duration age = Duration.between(entry.accepted(), now);
            Instant again = now.plus(OWED_REST).plus(age.dividedBy(10));
            return entry.pending().isEmpty() || entry.nextAttempt().isAfter(again)
                    ? entry.due(again)
                    : entry;
        }

        /// @return empty when the report cannot be made now
        private Optional<AcceptedMail> make(
                Predicate<Recipient> which, QueueEntry entry, Audience.Someone someone) {
            if (!limit.take(someone.address())) {
                LOG.info("{}: a report waits: {} gets many", entry.id(), someone.address());
                return Optional.empty();
            }
            try {
                List<Recipient> concerned = entry.recipients().stream().filter(which).toList();
                AcceptedMail mail =
                        reports.make(concerned, entry, someone.address(), language(someone), now);
                commitment.record(
                        Consignment.accepted(mail).with(Fact.ABOUT, entry.id().mail().toString()));
                consignment.add(
                        commitment,
                        mail,
                        List.of(
                                new AcceptedRecipient(
                                        someone.address().toString(), someone.routes())),
                        full);
                return Optional.of(mail);
            } catch (UnavailableException | StorageException trouble) {
                LOG.warn("{}: a report waits: {}", entry.id(), trouble.getMessage());
                return Optional.empty();
            }
        }
    }

    private static String why(Recipient recipient) {
        return recipient.last().map(Diagnosis::toString).orElse("");
    }

    private static Language language(Audience.Someone someone) {
        return someone.routes().getFirst() instanceof Route.LocalAccount(var account, _)
                ? account.language()
                : Language.ENGLISH;
    }

    /// What a report says of a recipient.
    static Action action(Recipient recipient, QueueEntry entry) {
        return switch (recipient.state()) {
            case PENDING -> Action.DELAYED;
            case FAILED, REPORTED -> Action.FAILED;
            case EXPANDED -> Action.EXPANDED;
            case SUCCEEDED, DELIVERED ->
                    switch (entry.destination().kind()) {
                        case DOMAIN, HOST, RELAY ->
                                recipient.last().map(Diagnosis::remote).orElse("").isEmpty()
                                        ? Action.DELIVERED
                                        : Action.RELAYED;
                        case LOCAL,
                                OTHER_HOST,
                                SOCKET,
                                PIPE,
                                PROGRAM,
                                MAILDIR,
                                MBOX,
                                JOB,
                                WEBHOOK ->
                                Action.DELIVERED;
                    };
        };
    }
}
