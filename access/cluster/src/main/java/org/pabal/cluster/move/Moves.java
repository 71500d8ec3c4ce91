// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.move.format.v1.ArrivalRecord;
import org.pabal.cluster.move.format.v1.DepartureRecord;
import org.pabal.cluster.move.format.v1.DepartureRecord.State;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.OwnAliasCopies;
import org.pabal.mailbox.copy.AccountDoors;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The accounts on their way from this host and to it. Safe for use by many threads.
///
/// Made before anyone is served, so that accounts that are another host's, or not complete, are shut
/// by then; {@link #start} goes on with what was under way.
public final class Moves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    /// How often what waits for its time is looked at.
    private static final Duration TICK = Duration.ofSeconds(20);

    private final MoveStore store;
    private final Departure.Surroundings around;
    private final Arrivals arrivals;
    private final Sources sources;
    private final Supplier<UUID> ids;

    /// Those under way, and those that ended since the start.
    private final Map<AccountId, Departure> departures = new ConcurrentHashMap<>();

    /// Held while a move begins, so that no two do for one account.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition closing = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>(); // guarded by lock
    private final AtomicLong ended = new AtomicLong();
    private boolean closed; // guarded by lock

    /// What the moves of a host need of it.
    public record Host(
            Storage storage,
            AccountDoors doors,
            Directory directory,
            OwnAliasCopies aliases,
            HostSwitch hosts,
            InstantSource clock,
            LongSupplier nanoTime) {}

    /// Over the cluster service.
    ///
    /// @param ids for new moves
    public static Moves over(HostLinks links, Host host, MoveConfig config, Supplier<UUID> ids) {
        return new Moves(
                host,
                name -> new LinkedTarget(links.connect(name)),
                (name, move) -> state(links, name, move),
                config,
                ids);
    }

    private static SourceState state(HostLinks links, String host, UUID move) throws IOException {
        try (HostConnection connection = links.connect(host)) {
            Map<String, String> fields =
                    LinkedTarget.done(
                            connection.ask(
                                    Word.STATE.operation(), Map.of(Word.MOVE, move.toString())));
            return SourceState.valueOf(fields.getOrDefault(Word.SOURCE_STATE, ""));
        } catch (IllegalArgumentException unknownWord) {
            throw new IOException("the host " + host + " says what is not understood", unknownWord);
        }
    }

    Moves(Host host, Targets targets, Sources sources, MoveConfig config, Supplier<UUID> ids) {
        this.store = new MoveStore(host.storage());
        this.around =
                new Departure.Surroundings(
                        host.storage(),
                        store,
                        host.doors(),
                        host.directory(),
                        host.aliases(),
                        targets,
                        host.hosts(),
                        config,
                        new Semaphore(config.atOnce()),
                        host.clock(),
                        host.nanoTime());
        this.arrivals =
                new Arrivals(
                        host.storage(),
                        store,
                        host.doors(),
                        host.directory(),
                        host.aliases(),
                        host.clock());
        this.sources = sources;
        this.ids = ids;
        load();
    }

    /// Shuts the doors of all accounts that are another host's, or not complete; to be called before
    /// anyone is served, also where no moves go on.
    public static void shutDoors(Storage storage, AccountDoors doors) {
        MoveStore store = new MoveStore(storage);
        store.departures().forEach(record -> Departure.shutIfGone(record, doors));
        for (ArrivalRecord record : store.arrivals()) {
            if (record.state() != ArrivalRecord.State.LIVE) {
                Arrivals.shut(record, doors);
            }
        }
    }

    private void load() {
        shutDoors(around.storage(), around.doors());
        for (DepartureRecord record : store.departures()) {
            departures.put(record.account(), new Departure(record, around));
        }
        arrivals.load();
    }

    /// Goes on with what was under way.
    public void start() {
        for (Departure departure : departures.values()) {
            if (isUnderWay(departure)) {
                drive(departure);
            }
        }
        run("moves", this::tick);
    }

    private static boolean isUnderWay(Departure departure) {
        State state = departure.record().state();
        return !departure.isOver() && state != State.MOVED && state != State.CLEARED;
    }

    private void drive(Departure departure) {
        run(
                "move-" + departure.record().address(),
                () -> {
                    departure.run();
                    if (departure.isOver()) {
                        ended.incrementAndGet();
                        settle(departure);
                    }
                });
    }

    /// A move that was cancelled has left nothing behind.
    private void settle(Departure departure) {
        if (departure.record().state() == State.CANCELLING) {
            departures.remove(departure.record().account(), departure);
        }
    }

    private void run(String name, Runnable task) {
        lock.lock();
        try {
            if (!closed) {
                threads.removeIf(thread -> !thread.isAlive());
                threads.add(Thread.ofVirtual().name(name).start(task));
            }
        } finally {
            lock.unlock();
        }
    }

    private void tick() {
        while (pause()) {
            try {
                arrivals.askAbout(sources);
                clear();
            } catch (UnavailableException | StorageException trouble) {
                LOG.warn("event=moves-wait reason=\"{}\"", trouble.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=moves-failed", bug);
            }
        }
    }

    /// Removes old mail whose time is over.
    void clear() {
        for (Departure departure : departures.values()) {
            DepartureRecord record = departure.record();
            if (Departure.isToBeCleared(record, around)) {
                arrivals.exclusively(() ->
                        Departure.cleared(record, around)
                                .ifPresentOrElse(
                                        next ->
                                                departures.replace(
                                                        record.account(),
                                                        departure,
                                                        new Departure(next, around)),
                                        () -> departures.remove(record.account(), departure)));
            }
        }
    }

    /// @return false when all ends
    private boolean pause() {
        lock.lock();
        try {
            long nanos = TICK.toNanos();
            while (!closed && nanos > 0) {
                nanos = closing.awaitNanos(nanos);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// What came of an order.
    public sealed interface Outcome {
        record Done(String text) implements Outcome {}

        /// @param reason one sentence
        record Refused(String reason) implements Outcome {}
    }

    /// Begins to move an account of this host.
    public Outcome move(Account account, String host) {
        Outcome outcome = prepare(account, host);
        if (outcome instanceof Outcome.Done) {
            departure(account.id()).ifPresent(this::drive);
        }
        return outcome;
    }

    Optional<Departure> departure(AccountId account) {
        return Optional.ofNullable(departures.get(account));
    }

    /// Does all but the steps.
    Outcome prepare(Account account, String host) {
        lock.lock();
        try {
            Optional<Outcome> objection = objection(account);
            return objection.isPresent() ? objection.get() : begin(account, host);
        } catch (UnavailableException trouble) {
            return new Outcome.Refused(String.valueOf(trouble.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Outcome> objection(Account account) {
        if (!account.isHere()) {
            return refused(
                    account.address()
                            + " is at "
                            + account.host().orElseThrow()
                            + ": run the command there");
        }
        Optional<DepartureRecord> left = store.departure(account.id());
        if (left.isPresent() && !isEnded(left.get().state())) {
            return refused(
                    account.address()
                            + " is being moved to "
                            + left.get().host()
                            + " already: `pabal account moves` shows how far that is");
        }
        if (left.isPresent()) {
            return refused(
                    account.address()
                            + " has moved to "
                            + left.get().host()
                            + " although the directory says that it is here: mend that first");
        }
        Optional<ArrivalRecord> came = store.arrival(account.id());
        if (came.isPresent() && came.get().state() != ArrivalRecord.State.LIVE) {
            return refused(account.address() + " is just being moved here");
        }
        return Optional.empty();
    }

    private static boolean isEnded(State state) {
        return state == State.MOVED || state == State.CLEARED;
    }

    private static Optional<Outcome> refused(String reason) {
        return Optional.of(new Outcome.Refused(reason));
    }

    private Outcome begin(Account account, String host) {
        Instant now = around.clock().instant();
        DepartureRecord record =
                new DepartureRecord(
                        ids.get(), account.id(), account.address(), host, State.COPYING, now, now);
        Departure departure = new Departure(record, around);
        store.change(MoveStore.put(record));
        try (MoveTarget target = around.targets().connect(host)) {
            departure.begin(target);
        } catch (IOException | UnavailableException reason) {
            // A target that began nevertheless asks, and hears that there is no such move.
            store.change(MoveStore.noDeparture(account.id()));
            return new Outcome.Refused(host + " does not take it: " + reason.getMessage());
        }
        LOG.info(
                "event=move-begun move={} address={} to={}", record.move(), record.address(), host);
        departures.put(account.id(), departure);
        return new Outcome.Done(account.address() + " is on its way to " + host);
    }

    /// Leaves an account where it is, or throws away what came of it, if its source says so.
    public Outcome cancel(Account account) {
        Departure departure = departures.get(account.id());
        if (departure != null && !departure.isOver() && isUnderWay(departure)) {
            return departure.cancel()
                    ? new Outcome.Done(account.address() + " stays here")
                    : new Outcome.Refused(
                            account.address()
                                    + " is "
                                    + departure.record().host()
                                    + "'s already: move it back from there");
        }
        try {
            Optional<String> objection = arrivals.giveUp(account.id(), sources);
            return objection.isPresent()
                    ? new Outcome.Refused(objection.get())
                    : new Outcome.Done("what came of " + account.address() + " is thrown away");
        } catch (IOException | UnavailableException trouble) {
            return new Outcome.Refused(
                    "the host that it comes from does not answer: " + trouble.getMessage());
        }
    }

    /// Tries again at once what waits.
    public Outcome resume(Account account) {
        Departure departure = departures.get(account.id());
        if (departure == null || !isUnderWay(departure)) {
            return new Outcome.Refused(
                    "no move of " + account.address() + " is under way from here");
        }
        departure.wake();
        return new Outcome.Done(account.address() + " goes on to " + departure.record().host());
    }

    /// Newest first; of those that ended, what is still kept in mind.
    public List<MoveStatus> list() {
        List<MoveStatus> all = new ArrayList<>();
        departures.values().forEach(departure -> all.add(status(departure)));
        arrivals.list().forEach(record -> all.add(status(record)));
        all.sort(Comparator.comparing(MoveStatus::begun).reversed());
        return all;
    }

    private static MoveStatus status(Departure departure) {
        DepartureRecord record = departure.record();
        Progress progress = departure.progress();
        return new MoveStatus(
                MoveStatus.Direction.TO,
                record.address(),
                record.host(),
                word(record.state()),
                record.begun(),
                record.changed(),
                progress.messages.get(),
                progress.expectedMessages(),
                progress.octets.get(),
                progress.expectedOctets(),
                progress.rounds.get(),
                progress.frozen(),
                progress.trouble());
    }

    private static MoveStatus status(ArrivalRecord record) {
        return new MoveStatus(
                MoveStatus.Direction.FROM,
                record.address(),
                record.host(),
                word(record.state()),
                record.begun(),
                record.changed(),
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Optional.empty());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Moves under way from this host.
    public long underWay() {
        return departures.values().stream().filter(Moves::isUnderWay).count();
    }

    /// Moves from this host that came to an end since the start.
    public long ended() {
        return ended.get();
    }

    // --- what other hosts ask

    MoveTarget from(String host) {
        return arrivals.from(host);
    }

    SourceState state(UUID move) {
        for (Departure departure : departures.values()) {
            if (departure.record().move().equals(move)) {
                return departure.record().state() == State.CANCELLING && departure.isOver()
                        ? SourceState.UNKNOWN
                        : Departure.stateOf(Optional.of(departure.record()), move);
            }
        }
        return SourceState.UNKNOWN;
    }

    @Override
    public void close() {
        List<Thread> ending;
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            ending = List.copyOf(threads);
        } finally {
            lock.unlock();
        }
        departures.values().forEach(Departure::close);
        boolean interrupted = false;
        for (Thread thread : ending) {
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
}
