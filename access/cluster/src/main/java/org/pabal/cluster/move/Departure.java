// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.move.format.v1.DepartureRecord;
import org.pabal.cluster.move.format.v1.DepartureRecord.State;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.OwnAliasCopies;
import org.pabal.mailbox.copy.AccountDoors;
import org.pabal.mailbox.copy.AccountRecords;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives the move of one account to another host: {@link #step} by step, each of which can be taken
/// again after a crash.
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    /// A round that takes no longer leaves little to be carried while the account is frozen.
    private static final Duration SHORT_ROUND = Duration.ofMillis(300);

    /// An account that changes faster than it can be followed is frozen nevertheless.
    private static final int MOST_ROUNDS = 12;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// What departures share.
    ///
    /// @param copying has a permit for each copy that may run at the same time
    record Surroundings(
            Storage storage,
            MoveStore store,
            AccountDoors doors,
            Directory directory,
            OwnAliasCopies aliases,
            Targets targets,
            HostSwitch hosts,
            MoveConfig config,
            Semaphore copying,
            InstantSource clock,
            LongSupplier nanoTime) {}

    private final Surroundings around;
    private final Progress progress = new Progress();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition awake = lock.newCondition();
    private volatile DepartureRecord record;
    private volatile boolean cancelled;
    private volatile boolean over;
    private volatile boolean closed;
    private boolean woken; // guarded by lock
    private volatile @Nullable MoveTarget asked;

    Departure(DepartureRecord record, Surroundings around) {
        this.record = record;
        this.around = around;
    }

    DepartureRecord record() {
        return record;
    }

    Progress progress() {
        return progress;
    }

    /// Whether there is nothing left to be done but to remove the old mail, later.
    boolean isOver() {
        return over;
    }

    /// Asks to leave the account where it is.
    ///
    /// @return false when it is too late
    boolean cancel() {
        lock.lock();
        try {
            if (record.state() != State.COPYING && record.state() != State.CANCELLING) {
                return false;
            }
            cancelled = true;
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Tries again now what is waiting.
    void wake() {
        lock.lock();
        try {
            woken = true;
            awake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends soon, and leaves the move as it stands.
    void close() {
        closed = true;
        wake();
        MoveTarget target = asked;
        if (target != null) {
            target.close();
        }
    }

    private boolean goesOn() {
        return !cancelled && !closed;
    }

    /// Shuts the doors of an account that is gone; to be called before anyone is served.
    static void shutIfGone(DepartureRecord record, AccountDoors doors) {
        if (record.state().isGone()) {
            doors.shut(
                    record.account(), record.address() + " has moved to the host " + record.host());
        }
    }

    /// Goes on until the account is at the other host, or stays for good.
    void run() {
        Duration pause = FIRST_PAUSE;
        while (!over && !closed) {
            try {
                step();
                pause = FIRST_PAUSE;
                progress.noTrouble();
            } catch (IOException | UnavailableException | StorageException trouble) {
                progress.trouble(String.valueOf(trouble.getMessage()));
                if (!closed) {
                    LOG.warn(
                            "event=move-waits move={} address={} to={} state={} reason=\"{}\"",
                            record.move(),
                            record.address(),
                            record.host(),
                            record.state(),
                            trouble.getMessage());
                    await(pause);
                    pause = pause.multipliedBy(2);
                    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                }
            } catch (RuntimeException bug) {
                progress.trouble(String.valueOf(bug));
                LOG.error(
                        "event=move-failed move={} address={}",
                        record.move(),
                        record.address(),
                        bug);
                await(LONGEST_PAUSE);
            }
        }
    }

    private void await(Duration pause) {
        lock.lock();
        try {
            long nanos = pause.toNanos();
            while (!woken && !closed && nanos > 0) {
                nanos = awake.awaitNanos(nanos);
            }
            woken = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// One step towards the end. Taken again after a failure, it does what is left of it.
    void step() throws IOException {
        switch (record.state()) {
            case COPYING -> {
                if (cancelled) {
                    become(State.CANCELLING);
                } else {
                    copy();
                }
            }
            case CANCELLING -> takeBack();
            case DECIDED -> {
                ask(target -> {
                    target.live(record.move());
                    become(State.LIVE_THERE);
                });
            }
            case LIVE_THERE -> {
                around.hosts().switchTo(record.address(), record.host());
                leave();
            }
            case MOVED, CLEARED -> over = true;
        }
    }

    private void become(State state) {
        DepartureRecord next = record.in(state, around.clock().instant());
        around.store().change(MoveStore.put(next));
        record = next;
        LOG.info(
                "event=move-{} move={} address={} to={}",
                state.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                next.move(),
                next.address(),
                next.host());
    }

    private interface Asking {
        void of(MoveTarget target) throws IOException;
    }

    private void ask(Asking asking) throws IOException {
        try (MoveTarget target = around.targets().connect(record.host())) {
            asked = target;
            if (!closed) {
                asking.of(target);
            }
        } finally {
            asked = null;
        }
    }

    private void takeBack() throws IOException {
        ask(target -> {
            target.cancel(record.move());
            around.store().change(MoveStore.noDeparture(record.account()));
            over = true;
        });
    }

    // --- copying

    /// Begins at the target. Whoever started the move hears at once what is in its way.
    void begin(MoveTarget target) throws IOException {
        AccountDoors.Size size = around.doors().size(record.account());
        progress.expect(size.messages(), size.octets());
        target.begin(
                new MoveTarget.MoveHead(
                        record.move(),
                        record.address(),
                        record.account().value(),
                        size.messages(),
                        size.octets()));
    }

    private void copy() throws IOException {
        if (mayCopy()) {
            try {
                ask(this::copy);
            } finally {
                around.copying().release();
            }
        }
    }

    /// Waits for those that began before.
    private boolean mayCopy() {
        try {
            while (goesOn()) {
                if (around.copying().tryAcquire(1, TimeUnit.SECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        return false;
    }

    /// Of an account, or of a group to which rights were given: their numbers are of one row.
    private Optional<Address> address(long number) {
        return around.directory()
                .account(new AccountId(number))
                .map(Account::address)
                .or(() ->
                        around.directory().groups().find(new GroupId(number)).map(Group::address));
    }

    private void copy(MoveTarget target) throws IOException {
        begin(target);
        Copying copying =
                new Copying(
                        around.storage(),
                        record.account(),
                        target,
                        record.move(),
                        this::address,
                        new Throttle(around.config().octetsPerSecond(), around.nanoTime()),
                        progress);
        try (AccountDoors.Following _ = around.doors().follow(record.account(), copying::changed)) {
            copying.compareAll();
            approach(copying);
            if (goesOn()) {
                handOver(target, copying);
            }
        }
    }

    /// Copies what has changed since it was copied last, until that is soon done.
    private void approach(Copying copying) throws IOException {
        for (int rounds = 0; rounds < MOST_ROUNDS && goesOn(); rounds++) {
            long begun = around.nanoTime().getAsLong();
            copying.round(this::goesOn);
            if (rounds > 0 && around.nanoTime().getAsLong() - begun < SHORT_ROUND.toNanos()) {
                return;
            }
        }
    }

    /// The brief time in which the account is nobody's to change, and the commit that decides.
    private void handOver(MoveTarget target, Copying copying) throws IOException {
        AccountId account = record.account();
        long begun = around.nanoTime().getAsLong();
        boolean decided = false;
        target.patience(around.config().longestFreeze());
        around.doors()
                .freeze(
                        account,
                        record.address() + " is being moved to another host: try again in a moment",
                        around.config().patience());
        try {
            while (copying.isDirty()) {
                copying.round(() -> true);
                if (around.nanoTime().getAsLong() - begun
                        > around.config().longestFreeze().toNanos()) {
                    throw new IOException(
                            "the account changes faster than it can be carried: it was opened again");
                }
            }
            Space space = Space.account(account.value());
            long version = around.storage().version(space);
            target.aliases(record.move(), around.aliases().allOf(account));
            target.ready(record.move());
            decide(space, version);
            decided = true;
        } finally {
            if (!decided) {
                around.doors().open(account);
            }
        }
        shutIfGone(record, around.doors());
        progress.frozen(Duration.ofNanos(around.nanoTime().getAsLong() - begun));
    }

    /// The account has not changed since all of it was found equal at the target.
    private void decide(Space space, long version) throws IOException {
        lock.lock();
        try {
            if (!goesOn()) {
                throw new IOException("cancelled in the last moment");
            }
            DepartureRecord next = record.in(State.DECIDED, around.clock().instant());
            around.store()
                    .commit(
                            List.of(
                                    SpaceChanges.ifVersion(space, version, List.of()),
                                    SpaceChanges.of(
                                            Space.Shared.MOVES, List.of(MoveStore.put(next)))));
            record = next;
            LOG.info(
                    "event=move-decided move={} address={} to={}",
                    next.move(),
                    next.address(),
                    next.host());
        } finally {
            lock.unlock();
        }
    }

    // --- afterwards

    private void leave() {
        AccountId account = record.account();
        DepartureRecord next = record.in(State.MOVED, around.clock().instant());
        List<SpaceChanges> parts = new ArrayList<>();
        parts.add(SpaceChanges.of(Space.Shared.MOVES, List.of(MoveStore.put(next))));
        parts.addAll(around.doors().check(account).deleting());
        around.store().commit(parts);
        record = next;
        over = true;
        LOG.info(
                "event=move-moved move={} address={} to={} frozen-ms={}",
                next.move(),
                next.address(),
                next.host(),
                progress.frozen().toMillis());
        around.doors().left(account);
    }

    /// Whether the old mail has lain long enough.
    static boolean isToBeCleared(DepartureRecord record, Surroundings around) {
        return record.state() == State.MOVED
                && !record.changed()
                        .plus(around.config().keptAfter())
                        .isAfter(around.clock().instant());
    }

    /// Removes the old mail, unless the account is here again. No move may begin meanwhile.
    ///
    /// @return the record as it is then; empty when there is none any more
    static Optional<DepartureRecord> cleared(DepartureRecord record, Surroundings around) {
        AccountId account = record.account();
        Optional<DepartureRecord> newest = around.store().departure(account);
        if (newest.isEmpty() || !newest.get().equals(record)) {
            return newest;
        }
        if (around.directory().account(account).map(Account::isHere).orElse(false)) {
            LOG.warn(
                    "event=move-not-cleared address={} to={}: the directory says that the account is"
                            + " here; its old mail is kept",
                    record.address(),
                    record.host());
            return newest;
        }
        around.store().clear(Space.account(account.value()), AccountRecords.all());
        DepartureRecord next = record.in(State.CLEARED, around.clock().instant());
        around.store().change(MoveStore.put(next));
        return Optional.of(next);
    }

    static SourceState stateOf(Optional<DepartureRecord> record, UUID move) {
        if (record.isEmpty() || !record.get().move().equals(move)) {
            return SourceState.UNKNOWN;
        }
        return switch (record.get().state()) {
            case COPYING -> SourceState.COPYING;
            case CANCELLING -> SourceState.CANCELLED;
            case DECIDED, LIVE_THERE, MOVED, CLEARED -> SourceState.DECIDED;
        };
    }
}
