// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.StorageException;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. It takes whatever has queued while the last group was on its way to
/// the disk, writes it as one group, syncs once, applies it, and answers in order.
///
/// When a write fails, the group fails, its octets are cut off again, and the next group begins a
/// new segment; after {@link #MOST_FAILURES} in a row, and after a single failed sync, nothing is
/// written any more until the store is opened anew, since nobody knows what of the file is on the
/// disk. A full disk is no such failure: it is tried again with each group.
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /// A group takes no more once it has this much; larger ones make all wait longer.
    private static final long GROUP_OCTETS = 8 << 20;

    private static final int GROUP_SIZE = 4096;

    /// Pieces of large bodies are synced at this much even when no commit waits, so that the
    /// sync of the next commit is not long.
    private static final int MOST_UNSYNCED = 16 << 20;

    private static final int MOST_FAILURES = 3;

    private final Log log;
    private final Group group;
    private final CommitIds ids;
    private final DiskSpace space;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final long ageAtStart;
    private final long queueOctets;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition queued = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private long octetsQueued;
    private boolean closing;

    private int failures;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong syncs = new AtomicLong();
    private volatile @Nullable String refusal;

    Committer(
            Log log,
            Group group,
            CommitIds ids,
            DiskSpace space,
            LongSupplier nanoTime,
            long ageAtStart,
            long queueOctets) {
        this.log = log;
        this.group = group;
        this.ids = ids;
        this.space = space;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.ageAtStart = ageAtStart;
        this.queueOctets = queueOctets;
        this.thread = Thread.ofPlatform().name("storage-committer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Queues work; waits while the queue is full. A callback, on the committer's own thread, does
    /// not wait: it would wait for itself.
    void add(Work work) {
        boolean isCallback = Thread.currentThread().equals(thread);
        lock.lock();
        try {
            while (octetsQueued >= queueOctets && !closing && !isCallback) {
                room.awaitUninterruptibly();
            }
            if (closing && !isCallback) {
                throw closed();
            }
            queue.add(work);
            octetsQueued += work.octets();
            queued.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Finishes what is queued, then ends.
    void close() {
        lock.lock();
        try {
            closing = true;
            queued.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        joinUninterruptibly(thread);
    }

    static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static StorageException closed() {
        return new StorageException.Unavailable("the storage is closed");
    }

    long commits() {
        return commits.get();
    }

    long syncs() {
        return syncs.get();
    }

    /// Why nothing is written, or null when all is well.
    @Nullable String refusal() {
        return refusal;
    }

    void refuseWrites(String reason) {
        LOG.error("event=storage-read-only reason=\"{}\"", reason);
        refusal = reason;
    }

    private long ageMillis() {
        return ageAtStart + (nanoTime.getAsLong() - startedAt) / 1_000_000;
    }

    private void run() {
        List<Work> works = new ArrayList<>();
        while (gather(works)) {
            StorageException failure = handle(works);
            for (Work work : works) {
                if (failure == null) {
                    work.complete();
                } else {
                    work.fail(failure);
                }
            }
            works.clear();
        }
    }

    private boolean gather(List<Work> works) {
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (closing) {
                    return false;
                }
                queued.awaitUninterruptibly();
            }
            long octets = 0;
            while (!queue.isEmpty() && octets < GROUP_OCTETS && works.size() < GROUP_SIZE) {
                Work work = queue.remove();
                octets += work.octets();
                works.add(work);
            }
            octetsQueued -= octets;
            room.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @return why the group failed, or null when it is on the disk and applied
    private @Nullable StorageException handle(List<Work> works) {
        if (refusal != null) {
            return new StorageException.Unavailable("the storage is read-only: " + refusal);
        }
        try {
            space.checkLow(log.appendedOctets());
            log.begin();
        } catch (IOException e) {
            return failed(e);
        } catch (RuntimeException e) {
            return bug(e);
        }
        try {
            append(works);
        } catch (IOException e) {
            cutOff();
            return failed(e);
        } catch (RocksDBException | RuntimeException e) {
            cutOff();
            return bug(e);
        }
        try {
            if (!group.isEmpty()) {
                group.write(log.position(ageMillis()));
            }
        } catch (RocksDBException | RuntimeException e) {
            cutOff();
            refuseWrites("the records cannot be written: " + e.getMessage());
            return bug(e);
        }
        failures = 0;
        return null;
    }

    private void append(List<Work> works) throws IOException, RocksDBException {
        if (ids.advance(ageMillis())) {
            group.forgetOldCommits();
        }
        int written = 0;
        boolean sync = false;
        for (Work work : works) {
            boolean needsSync = work.prepare(group, log);
            sync |= needsSync;
            written += needsSync && work instanceof CommitWork ? 1 : 0;
        }
        if (sync || log.unsynced() > MOST_UNSYNCED) {
            log.sync();
            syncs.incrementAndGet();
        } else {
            log.write();
        }
        commits.addAndGet(written);
    }

    /// Takes a failed group out of the file, so that no restart brings it back.
    private void cutOff() {
        group.clear();
        try {
            log.abort();
        } catch (IOException | RuntimeException e) {
            refuseWrites("a failed write cannot be undone: " + e.getMessage());
        }
    }

    private StorageException failed(IOException e) {
        LOG.error("event=storage-write-failed", e);
        if (e instanceof SyncFailedException) {
            refuseWrites(e.getMessage() + "; check the disk, then restart");
        } else if (isFull(e)) {
            return new StorageException.Full(
                    "the storage disk is full: free some of it or enlarge it");
        } else if (++failures >= MOST_FAILURES) {
            refuseWrites(
                    "writing failed again: " + e.getMessage() + "; check the disk, then restart");
        }
        log.leaveSegment();
        return new StorageException.Unavailable("the log cannot be written: " + e.getMessage(), e);
    }

    private StorageException bug(Exception e) {
        LOG.error("event=storage-group-failed", e);
        return e instanceof StorageException known
                ? known
                : new StorageException.Unavailable("a group of commits failed: " + e, e);
    }

    /// Java tells it in words only.
    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }
}
