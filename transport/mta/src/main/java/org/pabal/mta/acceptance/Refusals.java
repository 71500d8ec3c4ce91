// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the ledger's records of mails that were refused altogether. Safe for use by many threads.
///
/// Nothing was promised about them, so no client waits for their sync: they are gathered, and made
/// durable once a second, all in one commit. A kill loses what was refused within the last second;
/// the log has it. A flood fills neither memory nor disk: beyond {@value #BURST} records, a few a
/// second are kept and the others only counted.
public final class Refusals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int BURST = 10_000;
    private static final int PER_SECOND = 5; // of some 250 octets: 3 GB in a month of attacks
    private static final int OF_SESSION = 100;
    private static final int AT_ONCE = 1_000;
    private static final Duration REST = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Storage storage;
    private final InstantSource clock;
    private final BlockingQueue<LedgerRecord> waiting = new ArrayBlockingQueue<>(BURST);
    private final CountDownLatch closing = new CountDownLatch(1);
    private long allowed = BURST;
    private long filledAt;
    private long leftOut;
    private volatile boolean inTrouble;

    public Refusals(Ledger ledger, Storage storage, InstantSource clock) {
        this.ledger = ledger;
        this.storage = storage;
        this.clock = clock;
        this.filledAt = clock.millis();
    }

    /// Writes from now on once a second, on a thread of its own.
    public void start() {
        Thread.ofVirtual().name("refusals").start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// For one session, which gets no more than {@value #OF_SESSION} records.
    public OfSession ofSession() {
        return new OfSession();
    }

    /// One session's share. For one thread.
    public final class OfSession {
        private int left = OF_SESSION;

        private OfSession() {}

        void add(List<LedgerRecord> records) {
            for (LedgerRecord record : records.subList(0, Math.min(left, records.size()))) {
                left--;
                Refusals.this.add(record);
            }
        }
    }

    private synchronized void add(LedgerRecord record) {
        refill();
        if (allowed > 0 && waiting.offer(record)) {
            allowed--;
        } else {
            leftOut++;
        }
    }

    private void refill() {
        long now = clock.millis();
        long earned = (now - filledAt) * PER_SECOND / 1_000;
        if (earned > 0) {
            allowed = Math.min(BURST, allowed + earned);
            filledAt = now;
        } else if (now < filledAt) {
            filledAt = now; // the clock was set back
        }
    }

    /// Makes durable what was gathered.
    public void write() {
        tellWhatIsLeftOut();
        List<LedgerRecord> some = new ArrayList<>();
        while (waiting.drainTo(some, AT_ONCE) > 0) {
            try {
                SpaceChanges part = SpaceChanges.of(Space.Shared.LEDGER, ledger.additions(some));
                storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
            } catch (StorageException trouble) {
                some.forEach(waiting::offer);
                tell(trouble);
                return;
            }
            some.clear();
            inTrouble = false;
        }
    }

    /// Once, not once a second.
    private void tell(StorageException trouble) {
        if (!inTrouble) {
            inTrouble = true;
            LOG.warn("event=refusals-not-recorded reason=\"{}\"", trouble.getMessage());
        }
    }

    private void tellWhatIsLeftOut() {
        long count;
        synchronized (this) {
            count = leftOut;
            leftOut = 0;
        }
        if (count > 0) {
            LOG.warn("event=refusals-left-out count={}", count);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        write();
    }
}
