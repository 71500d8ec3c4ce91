// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.pabal.message.UnavailableException;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.queue.Lane.Slot;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps mail that waits and calls a worker for what is due. See the package's description.
///
/// Safe for use by many threads. The lock is never held during input or output.
public final class Queue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);
    private static final int LISTED_DESTINATIONS = 20;

    /// So many entries are looked at for one page.
    private static final int LOOKED_AT = 10_000;

    /// The longest wait in one piece, so that a clock that was set is noticed.
    private static final Duration LONGEST_NAP = Duration.ofSeconds(10);

    /// How long a stop waits for attempts that are being made.
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final StoredEntries entries;
    private final Interventions interventions;
    private final QueueConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Lanes lanes;
    private final Set<QueueId> held = new HashSet<>();
    private final int damaged;
    private volatile boolean closed;

    /// Loads what the store holds; nothing is tried before {@link #start}.
    ///
    /// @param random safe for use by many threads
    public Queue(
            Storage storage,
            QueueConfig config,
            InstantSource clock,
            RandomGenerator random,
            Ledger ledger) {
        this.entries = new StoredEntries(storage, ledger, clock);
        this.interventions = new Interventions(this, entries, clock);
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.lanes = new Lanes(config);
        this.damaged = entries.loadAll(this::remember);
        LOG.info("queue: {} entries, {} held, {} unreadable", size(), held.size(), damaged);
    }

    private void remember(QueueEntry entry) {
        if (entry.isHeld()) {
            held.add(entry.id());
        } else {
            lanes.add(
                    entry.destination(), new Slot(entry.id(), entry.nextAttempt().toEpochMilli()));
        }
    }

    // New entries

    public QueueConfig config() {
        return config;
    }

    /// False when the queue is full: new mail for it is to be deferred.
    public boolean hasRoomFor(int entries) {
        return size() + entries <= config.maxEntries();
    }

    /// The changes to the space `QUEUE` that add entries, for the commit that promises them.
    public List<Change> additions(List<QueueEntry> added) {
        return entries.additions(added);
    }

    /// The entries are durable: they will be worked on.
    public void added(List<QueueEntry> added) {
        lock.lock();
        try {
            added.forEach(this::remember);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // Work

    /// Works off what is due, from now on until {@link #close}.
    public void start(QueueWorker worker) {
        Thread.ofVirtual().name("queue").start(() -> schedule(worker));
    }

    private void schedule(QueueWorker worker) {
        try {
            while (true) {
                Optional<Lanes.Taken> taken = await();
                if (taken.isEmpty()) {
                    return;
                }
                Thread.ofVirtual()
                        .name("queue-" + taken.get().slot().id)
                        .start(() -> work(taken.get(), worker));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next entry that is due; empty when the queue is closed.
    private Optional<Lanes.Taken> await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long now = clock.millis();
                Optional<Lanes.Taken> taken = lanes.take(now);
                if (taken.isPresent()) {
                    return taken;
                }
                long nap = Math.min(lanes.nextDue(now) - now, LONGEST_NAP.toMillis());
                changed.await(Math.max(nap, 1), TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Works off what is due now, one after the other, on the calling thread; for tests and for
    /// commands that need no server.
    ///
    /// @return how many entries were worked on
    public int workOff(QueueWorker worker) {
        int worked = 0;
        Optional<Lanes.Taken> taken = takeDue();
        while (taken.isPresent()) {
            work(taken.get(), worker);
            worked++;
            taken = takeDue();
        }
        return worked;
    }

    private Optional<Lanes.Taken> takeDue() {
        lock.lock();
        try {
            return closed ? Optional.empty() : lanes.take(clock.millis());
        } finally {
            lock.unlock();
        }
    }

    private void work(Lanes.Taken taken, QueueWorker worker) {
        Optional<QueueEntry> back = Optional.empty();
        QueueId id = taken.slot().id;
        try {
            back = tried(taken, worker);
        } catch (UnavailableException | StorageException trouble) {
            LOG.warn("queue entry {}: {}; it will be tried again", id, trouble.getMessage());
            back = postponed(taken);
        } catch (Throwable crash) { // the loop of a worker: whatever it is, the queue goes on
            LOG.error("queue entry {} broke its worker", id, crash);
            back = afterCrash(taken, crash);
        } finally {
            release(taken, back);
        }
    }

    /// The entry as it is to wait on; empty when it is gone.
    private Optional<QueueEntry> tried(Lanes.Taken taken, QueueWorker worker) {
        Optional<QueueEntry> entry = find(taken.slot().id);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Lease lease = new Lease(this, taken, entry.get(), restOf(taken.lane()));
        worker.work(lease);
        QueueEntry after =
                lease.settled()
                        .orElseThrow(() -> new IllegalStateException("no outcome was recorded"));
        return after.isDone() ? Optional.empty() : Optional.of(after);
    }

    /// Something of ours is out of order: nothing is recorded, and the time is kept in memory only.
    private Optional<QueueEntry> postponed(Lanes.Taken taken) {
        Instant soon = clock.instant().plus(config.lengthened(config.troubleRest(), random));
        try {
            return find(taken.slot().id).map(entry -> entry.due(soon));
        } catch (RuntimeException storageStillOut) {
            lock.lock();
            try {
                Slot again = new Slot(taken.slot().id, soon.toEpochMilli());
                lanes.add(taken.lane().destination, again);
            } finally {
                lock.unlock();
            }
            return Optional.empty();
        }
    }

    private Optional<QueueEntry> afterCrash(Lanes.Taken taken, Throwable crash) {
        try {
            Optional<QueueEntry> stored = find(taken.slot().id);
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            QueueEntry counted = crashed(stored.get(), crash);
            entries.commitCrash(counted);
            return Optional.of(counted);
        } catch (RuntimeException storageOut) {
            LOG.warn("queue: a crash could not be recorded: {}", storageOut.getMessage());
            return postponed(taken);
        }
    }

    private QueueEntry crashed(QueueEntry entry, Throwable crash) {
        int crashes = entry.crashes() + 1;
        Optional<String> reason =
                crashes < config.maxCrashes()
                        ? Optional.empty()
                        : Optional.of("its worker broke " + crashes + " times: " + crash);
        Instant next = clock.instant().plus(waitAfter(entry.attempts() + crashes));
        return entry.withCrashes(crashes, reason).due(next);
    }

    private void release(Lanes.Taken taken, Optional<QueueEntry> back) {
        lock.lock();
        try {
            back.ifPresent(this::remember);
            lanes.release(taken.lane());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // What a lease asks

    Duration waitAfter(int attempts) {
        return config.waitAfter(attempts, random);
    }

    private Optional<String> restOf(Lane lane) {
        lock.lock();
        try {
            return lane.isAtRest(clock.millis()) ? Optional.of(lane.unreached) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void reached(Lane lane) {
        lock.lock();
        try {
            lanes.reached(lane);
        } finally {
            lock.unlock();
        }
    }

    void unreached(Lane lane, String reason) {
        Duration rest = config.lengthened(config.destinationRest(), random);
        lock.lock();
        try {
            lanes.unreached(lane, reason, clock.millis() + rest.toMillis());
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    // For operators

    public long size() {
        lock.lock();
        try {
            return lanes.size() + held.size();
        } finally {
            lock.unlock();
        }
    }

    public QueueStatus status() {
        lock.lock();
        try {
            return new QueueStatus(
                    size(),
                    lanes.active(),
                    held.size(),
                    damaged,
                    lanes.suspended(),
                    lanes.longest(LISTED_DESTINATIONS, clock.millis()));
        } finally {
            lock.unlock();
        }
    }

    /// When the first waiting entry is due, or was.
    public Optional<Instant> nextDue() {
        lock.lock();
        try {
            return lanes.firstDue().map(Instant::ofEpochMilli);
        } finally {
            lock.unlock();
        }
    }

    /// Entries in the order of their ids, oldest mail first.
    ///
    /// @param after the last id of the page before; empty for the first page
    public List<QueueEntry> list(Optional<QueueId> after, int limit) {
        return entries.list(after, limit);
    }

    /// Entries that fit, in the order of their ids, oldest mail first.
    ///
    /// @param after {@link QueuePage#next} of the page before; empty for the first page
    /// @param limit the most to return
    public QueuePage list(QueueFilter filter, Optional<QueueId> after, int limit) {
        return entries.page(filter, after, limit, LOOKED_AT);
    }

    public Optional<QueueEntry> find(QueueId id) {
        return entries.find(id);
    }

    public Intervention.Result intervene(QueueId id, Intervention wish) {
        return interventions.intervene(id, wish);
    }

    /// Does the same to all entries that fit, a bounded number in one call.
    ///
    /// @param after {@link Intervened#next} of the call before; empty at first
    public Intervened intervene(QueueFilter filter, Intervention wish, Optional<QueueId> after) {
        return interventions.intervene(filter, wish, after);
    }

    /// Nobody tries the entry until it is put back; false when it is being tried, or gone.
    boolean withdraw(QueueEntry entry) {
        lock.lock();
        try {
            return held.remove(entry.id()) || lanes.remove(entry.destination(), entry.id());
        } finally {
            lock.unlock();
        }
    }

    void putBack(List<QueueEntry> withdrawn) {
        added(withdrawn);
    }

    /// A destination at rest is tried again now.
    public void wake(Destination destination) {
        lock.lock();
        try {
            lanes.wake(destination);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is tried at destinations of this kind until {@link #resume}: their entries wait, and
    /// no attempts are counted. Does not outlive a restart.
    ///
    /// @param reason shown in the status
    public void suspend(Destination.Kind kind, String reason) {
        lock.lock();
        try {
            lanes.suspend(kind, reason);
        } finally {
            lock.unlock();
        }
    }

    public void resume(Destination.Kind kind) {
        lock.lock();
        try {
            lanes.resume(kind);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The destinations that came last.
    public List<Destination> newest(Destination.Kind kind, int limit) {
        lock.lock();
        try {
            return lanes.newest(kind, limit);
        } finally {
            lock.unlock();
        }
    }

    /// Starts nothing any more and waits for a short time for what is being tried. What does not
    /// end by then is tried again after the next start.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            long left = DRAIN.toNanos();
            while (lanes.active() > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
