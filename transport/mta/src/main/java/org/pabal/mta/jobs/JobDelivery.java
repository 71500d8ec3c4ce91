// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mda.programs.QueuedWork;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.acceptance.Commitment;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.bounce.Bounces;
import org.pabal.mta.delivery.LocalDelivery;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Lease;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueWorker;
import org.pabal.mta.queue.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works the jobs of the queue. Safe for use by many threads.
public final class JobDelivery implements QueueWorker {
    private static final Logger LOG = LoggerFactory.getLogger(JobDelivery.class);

    /// Of a webhook that was not reached, at first.
    private static final Duration REST = Duration.ofMinutes(2);

    private final Directory directory;
    private final ScriptedRuns runs;
    private final WebPosts notifications;
    private final WebhookPosts webhooks;
    private final LocalDelivery local;
    private final Bounces bounces;
    private final Commitments commitments;
    private final InstantSource clock;

    public JobDelivery(
            Directory directory,
            ScriptedRuns runs,
            WebPosts notifications,
            WebhookPosts webhooks,
            LocalDelivery local,
            Bounces bounces,
            Commitments commitments,
            InstantSource clock) {
        this.directory = directory;
        this.runs = runs;
        this.notifications = notifications;
        this.webhooks = webhooks;
        this.local = local;
        this.bounces = bounces;
        this.commitments = commitments;
        this.clock = clock;
    }

    /// What works the whole queue: jobs here, mails there.
    public QueueWorker beside(QueueWorker mails) {
        return lease -> {
            if (lease.entry().isJob()) {
                work(lease);
            } else {
                mails.work(lease);
            }
        };
    }

    @Override
    public void work(Lease lease) {
        if (lease.entry().pending().isEmpty()) {
            report(lease, lease.entry(), Optional.empty());
            return;
        }
        QueuedWork queued = QueuedWork.parse(lease.entry().work());
        Optional<Account> account = directory.account(queued.account());
        if (account.isPresent() && queued.work() instanceof Work.Hook hook) {
            tell(lease, hook, account.get());
            return;
        }
        Diagnosis found =
                account.isEmpty()
                        ? Diagnosis.ours("5.1.1", "the account is no more")
                        : done(queued.work(), lease.entry(), account.get());
        QueueEntry after = after(lease, found, queued.work());
        Recipient recipient = after.recipients().getFirst();
        if (recipient.isPending()) {
            report(lease, after, Optional.of(Outcome.DEFERRED));
        } else if (!recipient.isFailed()) {
            report(lease, after, Optional.of(Outcome.RELAYED));
        } else if (!isToBeKept(queued.work())) {
            giveUp(lease, after);
        } else if (account.isPresent()) {
            keep(lease, after, account.get());
        } else {
            report(lease, after, Optional.of(Outcome.FAILED));
        }
    }

    private Diagnosis done(Work work, QueueEntry entry, Account account) {
        return switch (work) {
            case Work.Run run -> runs.run(run, entry, account);
            case Work.Post(var target, var json) -> notifications.post(target, json);
            case Work.Hook _ -> throw new IllegalArgumentException("told elsewhere");
        };
    }

    /// A webhook that does not answer is left alone for a while with all that waits for it.
    private void tell(Lease lease, Work.Hook hook, Account account) {
        Optional<String> rest = lease.destinationAtRest();
        if (rest.isPresent()) {
            QueueEntry after =
                    lease.entry().notTried("not reached: " + rest.get(), clock.instant());
            settle(lease, after, new Commitment());
            return;
        }
        WebhookPosts.Told told = webhooks.tell(hook, lease.entry(), account);
        if (told.reached()) {
            lease.destinationReached();
        } else {
            lease.destinationUnreached(told.found().text(), REST);
        }
        Instant now = clock.instant();
        QueueEntry tried = lease.entry().afterAttempt(List.of(told.found()), now);
        QueueEntry after =
                told.pause()
                        .map(pause -> lease.scheduled(tried, now, pause))
                        .orElseGet(() -> lease.scheduled(tried, now));
        Commitment commitment = new Commitment();
        commitment.change(account.id(), told.memory());
        settle(lease, after, commitment);
    }

    /// Nobody is written to when a webhook was not told: the mail is where it was filed, and the
    /// account's owner is shown the last answer.
    private void settle(Lease lease, QueueEntry after, Commitment commitment) {
        Recipient recipient = after.recipients().getFirst();
        if (recipient.isPending()) {
            commitment.record(record(after, Outcome.DEFERRED));
        } else {
            commitment.record(
                    record(after, recipient.isFailed() ? Outcome.DISCARDED : Outcome.RELAYED));
        }
        commit(lease, after.mapping(Recipient::isFailed, Recipient::reported), commitment);
    }

    /// A program that is tried only is not tried again.
    private QueueEntry after(Lease lease, Diagnosis found, Work work) {
        boolean passedOver =
                work instanceof Work.Run run && run.trying() && found.status().isTransient();
        Diagnosis told =
                passedOver
                        ? new Diagnosis(EnhancedStatus.of("5.3.0"), found.text(), found.remote())
                        : found;
        Instant now = clock.instant();
        return lease.scheduled(lease.entry().afterAttempt(List.of(told), now), now);
    }

    private static boolean isToBeKept(Work work) {
        return work instanceof Work.Run run && run.elseKeep();
    }

    /// The implicit keep that the job had cancelled. RFC 5228 §2.10.6
    private void keep(Lease lease, QueueEntry failed, Account account) {
        Recipient recipient = failed.recipients().getFirst();
        LOG.warn(
                "queue={} event=job-failed user={} kept in INBOX: {}",
                failed.id(),
                account.address(),
                why(recipient));
        Commitment commitment = new Commitment();
        QueueEntry kept = failed.mapping(Recipient::isFailed, Recipient::reported);
        commitment.file(
                List.of(
                        new Filing(
                                account,
                                MailboxName.INBOX,
                                local.restaged(failed, failed.id().mail()).message(),
                                Flags.NONE,
                                failed.accepted(),
                                failed.id().mail() + " " + recipient.address().lookupForm())),
                record(failed, Outcome.STORED).with(Fact.ACCOUNT, account.address().toString()));
        if (commit(lease, kept, commitment).isPresent()) {
            waitForRoom(lease);
        }
    }

    /// The mailbox is full: the job comes back until its time is over, and then the sender is told.
    private void waitForRoom(Lease lease) {
        Instant now = clock.instant();
        Diagnosis full = Diagnosis.ours("4.2.2", "mailbox full");
        QueueEntry after = lease.entry().afterAttempt(List.of(full), now);
        boolean over = after.recipients().getFirst().isFailed();
        report(
                lease,
                lease.scheduled(after, now),
                Optional.of(over ? Outcome.FAILED : Outcome.DEFERRED));
    }

    /// Nothing is lost with it: the message lies elsewhere, or there was none.
    private void giveUp(Lease lease, QueueEntry failed) {
        Recipient recipient = failed.recipients().getFirst();
        LOG.warn("queue={} event=job-failed given up: {}", failed.id(), why(recipient));
        Commitment commitment = new Commitment();
        commitment.record(record(failed, Outcome.DISCARDED));
        commit(lease, failed.mapping(Recipient::isFailed, Recipient::reported), commitment);
    }

    /// Records what was found, and reports what is owed. A sender here whose mailbox is full makes
    /// another round.
    private void report(Lease lease, QueueEntry after, Optional<Outcome> outcome) {
        Set<AccountId> full = new HashSet<>();
        while (true) {
            Commitment commitment = new Commitment();
            outcome.ifPresent(found -> commitment.record(record(after, found)));
            QueueEntry told = bounces.report(after, commitment, full, clock.instant());
            Optional<AccountId> filled = commit(lease, told, commitment);
            if (filled.isEmpty()) {
                return;
            }
            if (!full.add(filled.get())) {
                throw new IllegalStateException("full twice: account " + filled.get());
            }
        }
    }

    private LedgerRecord record(QueueEntry after, Outcome outcome) {
        Recipient recipient = after.recipients().getFirst();
        Diagnosis why = recipient.last().orElse(Diagnosis.ours("4.0.0", ""));
        String next = recipient.isPending() ? after.nextAttempt().toString() : "";
        return after.record(recipient, outcome, why.text(), clock.instant())
                .with(Fact.STATUS, why.status().toString())
                .with(Fact.ATTEMPT, Integer.toString(after.attempts()))
                .with(Fact.NEXT_ATTEMPT, next);
    }

    private static String why(Recipient recipient) {
        return recipient.last().map(Diagnosis::toString).orElse("");
    }

    /// @return the account whose mailbox is full, and then nothing was done
    private Optional<AccountId> commit(Lease lease, QueueEntry after, Commitment commitment) {
        commitment.changeQueue(lease.changes(after));
        if (commitments.commit(commitment) instanceof FilingOutcome.OverQuota(var account, _)) {
            return Optional.of(account.id());
        }
        lease.settled(after);
        return Optional.empty();
    }
}
