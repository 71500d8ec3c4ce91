// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what is counted, every second, and sweeps what is old, on a thread of its own. What cannot be
/// written is lost to a crash, and nothing else.
final class CountWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CountWriter.class);

    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(1);

    /// So many times written, once swept.
    private static final int SWEEP = 60;

    private final BanStore store;
    private final InstantSource clock;

    /// Of the counts.
    private final ReentrantLock lock;

    private final Condition closing;
    private boolean closed;
    private Optional<Thread> thread = Optional.empty();

    CountWriter(BanStore store, InstantSource clock, ReentrantLock lock) {
        this.store = store;
        this.clock = clock;
        this.lock = lock;
        this.closing = lock.newCondition();
    }

    void start() {
        thread = Optional.of(Thread.ofPlatform().daemon().name("bans").start(this::keepWriting));
    }

    private void keepWriting() {
        boolean failed = false;
        for (long times = 1; awaitNext(); times++) {
            try {
                write();
                if (times % SWEEP == 0) {
                    sweep();
                }
                failed = false;
            } catch (RuntimeException bug) {
                if (!failed) { // it would be said every second
                    LOG.error(
                            "event=counts-failed hint=\"bans hold, but a restart forgets what is"
                                    + " counted from here on: report this as a bug\"",
                            bug);
                }
                failed = true;
            }
        }
    }

    private boolean awaitNext() {
        lock.lock();
        try {
            long left = WRITTEN_EVERY.toNanos();
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void write() {
        try {
            store.write(lock);
        } catch (StorageException outOfOrder) {
            LOG.warn("event=counts-not-kept reason=\"{}\"", outOfOrder.getMessage());
        }
    }

    void sweep() {
        try {
            store.sweep(lock, clock.instant());
        } catch (StorageException outOfOrder) {
            LOG.warn("event=counts-not-swept reason=\"{}\"", outOfOrder.getMessage());
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread.isPresent()) {
                thread.get().join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
