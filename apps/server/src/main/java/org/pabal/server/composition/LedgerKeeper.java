// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerAudit;
import org.pabal.mta.queue.Queue;
import org.pabal.server.administration.TraceOperations;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the ledger in the background: every minute indexes new mails, every hour forgets old
/// ones and proves that the promises of the last hours were kept; once a day, those of all mails
/// that may still be in the queue.
final class LedgerKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerKeeper.class);
    private static final int MINUTES_OF_HOUR = 60;
    private static final int HOURS_OF_DAY = 24;

    /// What is younger may be between two records.
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final LedgerAudit audit;
    private final Duration retention;
    private final Duration inQueue;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();

    /// @param retention how long mails are remembered; at least as long as they may wait
    LedgerKeeper(Ledger ledger, Queue queue, Duration retention, InstantSource clock) {
        this.ledger = ledger;
        this.audit =
                new LedgerAudit(
                        ledger, (entry, address) -> TraceOperations.waits(queue, entry, address));
        this.inQueue = queue.config().expiry().plus(Duration.ofDays(1));
        this.retention = retention.compareTo(inQueue) < 0 ? inQueue : retention;
        this.clock = clock;
    }

    void start() {
        Thread.ofVirtual().name("ledger").start(this::keep);
    }

    private void keep() {
        try {
            int minute = 0;
            do {
                keep(minute);
                minute = (minute + 1) % (MINUTES_OF_HOUR * HOURS_OF_DAY);
            } while (!closing.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(int minute) {
        try {
            while (closing.getCount() > 0 && ledger.index() > 0) {}
            if (minute % MINUTES_OF_HOUR == 0) {
                prune();
                check(minute == 0 ? inQueue : Duration.ofHours(2));
            }
        } catch (StorageException unavailable) {
            LOG.warn("event=ledger-not-kept reason=\"{}\"", unavailable.getMessage());
        }
    }

    private void prune() {
        Instant before = clock.instant().minus(retention);
        while (closing.getCount() > 0 && ledger.prune(before) > 0) {}
    }

    private void check(Duration back) {
        Instant now = clock.instant();
        LedgerAudit.Report report = audit.check(now.minus(back), now.minus(SETTLED));
        checked.addAndGet(report.mails());
        broken.addAndGet(report.findings().size());
        for (LedgerAudit.Finding finding : report.findings()) {
            LOG.error(
                    "mail={} event=promise-broken to={} reason=\"{}\"",
                    finding.mail(),
                    finding.recipient(),
                    finding.problem());
        }
        LOG.debug("event=ledger-checked mails={} findings={}", report.mails(), broken);
    }

    /// Mails that were looked at, some more than once.
    long checked() {
        return checked.get();
    }

    /// Recipients that were found without an end, or with more than one.
    long broken() {
        return broken.get();
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
