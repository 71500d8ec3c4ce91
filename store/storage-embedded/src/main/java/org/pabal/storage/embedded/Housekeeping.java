// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done beside the commits, once a second: flush the records when much log has passed,
/// collect blobs that nobody named, free segments. Commits never wait for it.
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Log log;
    private final Records records;
    private final PendingBlobs blobs;
    private final Committer committer;
    private final DiskSpace space;
    private final Compaction compaction;
    private final EmbeddedConfig config;
    private final LongSupplier nanoTime;
    private final Thread thread;

    private final CountDownLatch ending = new CountDownLatch(1);
    private final ReentrantLock running = new ReentrantLock();
    private long flushedAt;

    Housekeeping(
            Log log,
            Records records,
            PendingBlobs blobs,
            Committer committer,
            DiskSpace space,
            EmbeddedConfig config,
            LongSupplier nanoTime) {
        this.log = log;
        this.records = records;
        this.blobs = blobs;
        this.committer = committer;
        this.space = space;
        this.compaction =
                new Compaction(log, records, blobs, committer, space, config.garbagePercent());
        this.config = config;
        this.nanoTime = nanoTime;
        this.thread =
                Thread.ofPlatform().name("storage-housekeeping").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void close() {
        ending.countDown();
        Committer.joinUninterruptibly(thread);
    }

    private void run() {
        while (!awaitEnd()) {
            try {
                round();
            } catch (IOException | RuntimeException e) {
                LOG.error("event=storage-housekeeping-failed", e);
            }
        }
    }

    /// @return true at the end
    private boolean awaitEnd() {
        try {
            return ending.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            LOG.warn("event=storage-housekeeping-interrupted", e);
            return true;
        }
    }

    private void round() throws IOException {
        running.lock();
        try {
            if (committer.refusal() != null) {
                return;
            }
            space.checkLow(log.appendedOctets());
            long appended = log.appendedOctets();
            if (appended - flushedAt >= config.flushAfterOctets()) {
                records.flush();
                flushedAt = appended;
            }
            sweep();
            compact();
        } finally {
            running.unlock();
        }
    }

    private void compact() throws IOException {
        boolean more = true;
        while (more && ending.getCount() > 0) {
            more = compaction.step();
        }
    }

    private void sweep() {
        try {
            long before = nanoTime.getAsLong() - config.blobGrace().toNanos();
            committer.add(new SweepWork(blobs, before));
        } catch (StorageException.Unavailable e) {
            LOG.debug("event=storage-closing", e);
        }
    }

    /// Flushes and frees all that can be freed now. For tests and for `pabal` commands.
    void collectNow() throws IOException {
        running.lock();
        try {
            records.flush();
            flushedAt = log.appendedOctets();
            sweep();
            compact();
        } finally {
            running.unlock();
        }
    }
}
