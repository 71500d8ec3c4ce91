// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that tells people what has happened, so that nothing waits for the telling. What does not
/// fit into its queue, or what a crash or a store out of order loses, is not made up for: the line in
/// the log is there.
final class NoticeThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeThread.class);
    private static final int MAX_WAITING = 1_000;

    private final String notice;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread worker;

    /// @param notice what it tells, as the log's events are named: `quota-warning`
    NoticeThread(String notice) {
        this.notice = notice;
        this.worker = Thread.ofVirtual().name(notice + "s").start(this::work);
    }

    /// Has something told soon.
    ///
    /// @param about for the log when too much waits: `account=5`
    void later(String about, Runnable telling) {
        if (!waiting.offer(telling)) {
            LOG.warn("event={}-dropped {}", notice, about);
        }
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                waiting.take().run();
            } catch (InterruptedException end) {
                return;
            } catch (UnavailableException | StorageException reason) {
                LOG.warn("event={}-not-filed reason=\"{}\"", notice, reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event={}-failed", notice, bug);
            }
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
