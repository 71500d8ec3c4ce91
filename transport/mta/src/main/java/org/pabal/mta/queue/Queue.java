// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.MailId;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps mail that waits and calls a worker for what is due. See the package's description.
///
/// Safe for use by many threads.
public final class Queue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);

    /// So many entries are looked at for one page.
    private static final int LOOKED_AT = 10_000;

    /// How long a stop waits for attempts that are being made.
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final QueueConfig config;
    private final StoredEntries entries;
    private final Schedule schedule;
    private final Interventions interventions;
    private final Workers workers;
    private final int damaged;

    /// Loads what the store holds; nothing is tried before {@link #start}.
    ///
    /// @param random safe for use by many threads
    public Queue(
            Storage storage,
            QueueConfig config,
            InstantSource clock,
            RandomGenerator random,
            Ledger ledger,
            AttemptMarks marks) {
        this.config = config;
        this.entries = new StoredEntries(storage, ledger, clock);
        this.schedule = new Schedule(config, clock);
        this.interventions = new Interventions(schedule, entries, clock);
        this.workers = new Workers(schedule, entries, config, clock, random, marks);
        new DeathCount(entries, config, clock, random).count(marks.leftOver());
        this.damaged = entries.loadAll(schedule::add);
        LOG.info(
                "queue: {} entries, {} held, {} unreadable",
                schedule.size(),
                schedule.held(),
                damaged);
    }

    public QueueConfig config() {
        return config;
    }

    // New entries

    /// False when the queue is full: new mail for it is to be deferred.
    public boolean hasRoomFor(int more) {
        return size() + more <= config.maxEntries();
    }

    /// The changes to the space `QUEUE` that add entries, for the commit that promises them.
    public List<Change> additions(List<QueueEntry> added) {
        return entries.additions(added);
    }

    /// The entries are durable: they will be worked on.
    public void added(List<QueueEntry> added) {
        schedule.add(added);
    }

    // Work

    /// Works off what is due, from now on until {@link #close}.
    public void start(QueueWorker worker) {
        Thread.ofVirtual().name("queue").start(() -> workers.run(worker));
    }

    /// Works off what is due now, one after the other, on the calling thread; for tests and for
    /// commands that need no server.
    ///
    /// @return how many entries were worked on
    public int workOff(QueueWorker worker) {
        return workers.workOff(worker);
    }

    /// Starts nothing any more and waits for a short time for what is being tried. What does not
    /// end by then is tried again after the next start.
    @Override
    public void close() {
        if (!schedule.close(DRAIN)) {
            LOG.warn("queue: some attempts did not end in time; they are made again");
        }
    }

    // For operators

    public long size() {
        return schedule.size();
    }

    public QueueStatus status() {
        return schedule.status(damaged);
    }

    /// When the first waiting entry can be tried, or could have been.
    public Optional<Instant> nextDue() {
        return schedule.nextDue();
    }

    public Optional<QueueEntry> find(QueueId id) {
        return entries.find(id);
    }

    /// What waits of one mail.
    public List<QueueEntry> of(MailId mail) {
        return entries.of(mail);
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

    public Intervention.Result intervene(QueueId id, Intervention wish) {
        return interventions.intervene(id, wish);
    }

    /// Does the same to all that waits of one mail, in one commit.
    public Map<QueueId, Intervention.Result> intervene(MailId mail, Intervention wish) {
        return interventions.intervene(entries.of(mail), wish);
    }

    /// Does the same to all entries that fit, a bounded number in one call.
    ///
    /// @param after {@link Intervened#next} of the call before; empty at first
    public Intervened intervene(QueueFilter filter, Intervention wish, Optional<QueueId> after) {
        return interventions.intervene(filter, wish, after);
    }

    /// How many entries of a destination wait or are being tried.
    public int waiting(Destination destination) {
        return schedule.waiting(destination);
    }

    /// The destinations that came last.
    public List<Destination> newest(Destination.Kind kind, int limit) {
        return schedule.newest(kind, limit);
    }

    /// A destination at rest is tried again now.
    public void wake(Destination destination) {
        schedule.wake(destination);
    }

    /// Nothing is tried at destinations of this kind until {@link #resume}: their entries wait, and
    /// no attempts are counted; delays are reported and what expires is given up. Does not outlive
    /// a restart.
    ///
    /// @param reason shown in the status
    public void suspend(Destination.Kind kind, String reason) {
        schedule.suspend(kind, reason);
    }

    public void resume(Destination.Kind kind) {
        schedule.resume(kind);
    }
}
