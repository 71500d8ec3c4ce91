// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works for the reports in the background: every minute makes durable what was collected, sends what
/// is due and reads what came in. At the end it flushes once more.
public final class ReportKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportKeeper.class);
    private static final long MOST_SECONDS_TO_CLOSE = 10;

    private final List<ReportDesk> desks;
    private final ReceivedReports received;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean started;

    public ReportKeeper(List<ReportDesk> desks, ReceivedReports received, InstantSource clock) {
        this.desks = List.copyOf(desks);
        this.received = received;
        this.clock = clock;
    }

    public void start() {
        started = true;
        Thread.ofVirtual().name("reports").start(this::keep);
    }

    private void keep() {
        try {
            while (!closing.await(1, TimeUnit.MINUTES)) {
                round();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            desks.forEach(desk -> guarded(desk::flush));
            closed.countDown();
        }
    }

    /// All of it once.
    void round() {
        for (ReportDesk desk : desks) {
            guarded(desk::flush);
            guarded(() -> desk.sendDue(clock.instant()));
        }
        guarded(received::readNew);
    }

    /// One part that is out of order, or has a fault, must not keep the others from working.
    private static void guarded(Runnable part) {
        try {
            part.run();
        } catch (UnavailableException | StorageException trouble) {
            LOG.warn("event=reports-wait reason=\"{}\"", trouble.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=reports-failed", bug);
        }
    }

    /// Waits until what was collected is durable, for ten seconds at most.
    @Override
    public void close() {
        closing.countDown();
        try {
            if (started && !closed.await(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                LOG.warn("event=reports-not-flushed");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
