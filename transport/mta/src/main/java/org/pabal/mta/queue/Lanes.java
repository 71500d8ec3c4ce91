// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pabal.mta.queue.Lane.Rank;

/// Which entry is next. Guarded by the schedule's lock.
///
/// Lanes that have something due take turns, one entry each, within a rank; a better {@link Rank}
/// comes first, and the last places are for the better ranks alone. So neither a destination with
/// a hundred thousand entries nor a hundred that do not answer keep mail for others waiting.
final class Lanes {
    /// How many attempts at first go to a destination that nothing is known of.
    private static final int FIRST_WINDOW = 5;

    /// An attempt that takes longer is slow: it is likely that the next one does too.
    private static final long SLOW_MILLIS = 10_000;

    /// Of so many destinations without entries it is remembered how they did.
    private static final int REMEMBERED = 10_000;

    private final QueueConfig config;
    private final Map<Destination, Lane> lanes = new HashMap<>();
    private final Map<Rank, NavigableSet<Lane>> ranks = new EnumMap<>(Rank.class);
    private final LinkedHashSet<Lane> empty = new LinkedHashSet<>();
    private final Map<Destination.Kind, String> suspended = new EnumMap<>(Destination.Kind.class);

    /// The number of the last attempt before all of a kind were resumed.
    private final Map<Destination.Kind, Long> resumed = new EnumMap<>(Destination.Kind.class);

    /// All attempts together: shrinks when a part of this server is out of order.
    private final Window places;

    private long lanesMade;
    private long turns;
    private long attempts;
    private int active;
    private int settling;

    Lanes(QueueConfig config) {
        this.config = config;
        this.places = new Window(config.concurrency(), config.concurrency());
        for (Rank rank : Rank.values()) {
            ranks.put(rank, new TreeSet<>(rank == Rank.ASLEEP ? Lane.BY_WAKING : Lane.BY_TURN));
        }
    }

    /// A slot that was taken, with its lane.
    ///
    /// @param number of the attempt
    /// @param since when
    /// @param left the lane's place is another's already, what is left of the attempt is ours
    record Taken(Slot slot, Lane lane, long number, long since, AtomicBoolean left) {}

    void add(Destination destination, Slot slot, long now) {
        Lane lane = lanes.computeIfAbsent(destination, this::newLane);
        empty.remove(lane);
        if (lane.size() == 0 && lane.active == 0) {
            lane.turn = ++turns; // behind those who wait already
        }
        lane.add(slot);
        place(lane, now);
    }

    private Lane newLane(Destination destination) {
        int most = config.perDestination();
        Window window = new Window(destination.isLocal() ? most : FIRST_WINDOW, most);
        if (destination.isLocal()) {
            window.succeeded();
        }
        Lane lane = new Lane(destination, lanesMade++, window);
        lane.suspended = suspended.getOrDefault(destination.kind(), "");
        return lane;
    }

    /// The next entry that may be tried.
    Optional<Taken> take(long now) {
        wakeUp(now);
        int free = places.size() - active;
        for (Rank rank : Rank.values()) {
            if (rank != Rank.ASLEEP && free > keptFrom(rank) && !ranked(rank).isEmpty()) {
                return Optional.of(take(ranked(rank).first(), now));
            }
        }
        return Optional.empty();
    }

    /// So many places are for better ranks alone.
    private int keptFrom(Rank rank) {
        return switch (rank) {
            case URGENT, PROVEN_AND_FREE -> 0;
            case NEW -> places.size() / 10;
            case PROVEN_AND_BUSY -> places.size() / 5;
            case DOUBTFUL, ASLEEP -> places.size() * 2 / 5;
        };
    }

    private Taken take(Lane lane, long now) {
        leave(lane); // before its turn changes, by which it is found
        Slot slot = lane.take(now);
        active++;
        lane.turn = ++turns;
        place(lane, now);
        return new Taken(slot, lane, ++attempts, now, new AtomicBoolean());
    }

    /// The hosts of the destination have nothing to do with the attempt any more: while its outcome
    /// is recorded, another one may be made in its place. As many as there may be attempts at a time
    /// can be left so; beyond that the store is too slow for more.
    void left(Taken taken, long now) {
        if (settling < config.concurrency()) {
            release(taken, now);
            taken.left().set(true);
            settling++;
        }
    }

    /// The attempt is over; its slot is not back.
    void release(Taken taken, long now) {
        if (taken.left().get()) {
            settling--;
            return;
        }
        Lane lane = taken.lane();
        lane.active--;
        active--;
        lane.slow = now - taken.since() >= SLOW_MILLIS;
        place(lane, now);
    }

    void reached(Taken taken, long now) {
        Lane lane = taken.lane();
        lane.unreached = "";
        lane.rests = 0;
        lane.window.succeeded();
        places.succeeded();
        place(lane, now);
    }

    /// What an attempt found that began before the kind was resumed tells nothing of now.
    ///
    /// @param rest how long to leave it alone if it was enough
    void unreached(Taken taken, String reason, long rest, long now) {
        Lane lane = taken.lane();
        boolean stillHolds = taken.number() > resumed.getOrDefault(lane.destination.kind(), 0L);
        if (lane.window.failed(taken.number(), attempts) && stillHolds) {
            lane.unreached = reason;
            lane.restsUntil = now + (rest << Math.min(lane.rests, 3));
            lane.rests++;
        }
        place(lane, now);
    }

    /// A part of this server was out of order.
    void trouble(Taken taken) {
        places.failed(taken.number(), attempts);
    }

    /// Takes a waiting slot out.
    void remove(Slot slot, SlotHeap heap, long now) {
        heap.remove(slot);
        place(heap.lane, now);
    }

    /// The destination may have recovered.
    void wake(Destination destination, long now) {
        Lane lane = lanes.get(destination);
        if (lane != null) {
            lane.restsUntil = 0;
            place(lane, now);
        }
    }

    void suspend(Destination.Kind kind, String reason, long now) {
        suspended.put(kind, reason);
        allOf(kind, reason, now);
    }

    void resume(Destination.Kind kind, long now) {
        suspended.remove(kind);
        resumed.put(kind, attempts);
        for (Lane lane : lanes.values()) {
            if (lane.destination.kind() == kind) {
                lane.restsUntil = 0; // what was found of it no longer holds
            }
        }
        allOf(kind, "", now);
    }

    private void allOf(Destination.Kind kind, String reason, long now) {
        for (Lane lane : lanes.values()) {
            if (lane.destination.kind() == kind) {
                lane.suspended = reason;
                place(lane, now);
            }
        }
    }

    Map<Destination.Kind, String> suspended() {
        return suspended;
    }

    /// Finds what has passed its deadline at destinations that are not tried.
    void hurry(long now) {
        for (Lane lane : lanes.values()) {
            if (lane.size() > 0 && (lane.isSuspended() || lane.isAtRest(now))) {
                lane.hurry(now);
                place(lane, now);
            }
        }
    }

    private void wakeUp(long now) {
        NavigableSet<Lane> asleep = ranked(Rank.ASLEEP);
        while (!asleep.isEmpty() && asleep.first().wakesAt <= now) {
            place(asleep.first(), now);
        }
    }

    private void place(Lane lane, long now) {
        leave(lane);
        lane.advance(now);
        lane.rank = lane.standing(now);
        if (lane.rank != null) {
            ranked(lane.rank).add(lane);
        } else if (lane.size() == 0 && lane.active == 0) {
            remember(lane);
        }
    }

    private void leave(Lane lane) {
        if (lane.rank != null) {
            ranked(lane.rank).remove(lane);
            lane.rank = null;
        }
    }

    private void remember(Lane lane) {
        empty.add(lane);
        if (empty.size() > REMEMBERED) {
            Iterator<Lane> oldest = empty.iterator();
            lanes.remove(oldest.next().destination);
            oldest.remove();
        }
    }

    private NavigableSet<Lane> ranked(Rank rank) {
        return java.util.Objects.requireNonNull(ranks.get(rank));
    }

    /// When something falls due that is not yet; what is due but has no place is not counted.
    long nextWaking() {
        NavigableSet<Lane> asleep = ranked(Rank.ASLEEP);
        return asleep.isEmpty() ? Long.MAX_VALUE : asleep.first().wakesAt;
    }

    /// When the first entry can be tried, or could have been.
    Optional<Long> nextDue(long now) {
        return lanes.values().stream()
                .map(lane -> lane.nextDue(now))
                .min(Comparator.naturalOrder())
                .filter(due -> due != Long.MAX_VALUE);
    }

    /// The destinations that came last.
    List<Destination> newest(Destination.Kind kind, int limit) {
        return lanes.values().stream()
                .filter(lane -> lane.destination.kind() == kind)
                .sorted(Comparator.comparingLong((Lane lane) -> lane.number).reversed())
                .limit(limit)
                .map(lane -> lane.destination)
                .toList();
    }

    int waiting(Destination destination) {
        Lane lane = lanes.get(destination);
        return lane == null ? 0 : lane.size() + lane.active;
    }

    int active() {
        return active + settling;
    }

    List<QueueStatus.DestinationStatus> longest(int limit, long now) {
        List<Lane> all = new ArrayList<>(lanes.values());
        all.removeAll(empty);
        all.sort(Comparator.comparingInt(Lane::size).reversed());
        return all.stream().limit(limit).map(lane -> status(lane, now)).toList();
    }

    private static QueueStatus.DestinationStatus status(Lane lane, long now) {
        String rest =
                lane.isSuspended() ? lane.suspended : lane.isAtRest(now) ? lane.unreached : "";
        return new QueueStatus.DestinationStatus(
                lane.destination, lane.size(), lane.active, lane.window.size(), rest);
    }
}
