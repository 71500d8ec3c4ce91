// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.pabal.mta.queue.Lane.Slot;

/// Which entry is next. Guarded by the queue's lock.
///
/// A lane with something waiting is *free* while nothing of it is being tried, else *busy*. Free
/// lanes come first, the one that is due longest before the others, and the last fifth of the
/// places is for them alone.
final class Lanes {
    private final QueueConfig config;
    private final int reserved;
    private final Map<Destination, Lane> lanes = new HashMap<>();
    private final TreeSet<Lane> free = new TreeSet<>(Lane.BY_DUE);
    private final TreeSet<Lane> busy = new TreeSet<>(Lane.BY_DUE);
    private final Map<Destination.Kind, String> suspended = new EnumMap<>(Destination.Kind.class);
    private long lanesMade;
    private int active;
    private long waiting;

    Lanes(QueueConfig config) {
        this.config = config;
        this.reserved = config.concurrency() / 5;
    }

    /// A slot that was taken, with its lane.
    record Taken(Slot slot, Lane lane) {}

    void add(Destination destination, Slot slot) {
        Lane lane = lanes.computeIfAbsent(destination, d -> new Lane(d, lanesMade++));
        leaveSets(lane);
        lane.waiting.add(slot);
        waiting++;
        enterSets(lane);
    }

    Optional<Taken> take(long now) {
        int places = config.concurrency() - active;
        if (places > 0 && !free.isEmpty() && free.first().nextDue() <= now) {
            return Optional.of(take(free.first()));
        }
        if (places > reserved) {
            for (Lane lane : busy) { // at most as many as attempts
                if (lane.nextDue() > now) {
                    break;
                }
                if (lane.maySend(now, config.perDestination())) {
                    return Optional.of(take(lane));
                }
            }
        }
        return Optional.empty();
    }

    private Taken take(Lane lane) {
        leaveSets(lane);
        Slot slot = lane.waiting.remove();
        waiting--;
        lane.active++;
        active++;
        enterSets(lane);
        return new Taken(slot, lane);
    }

    /// The lane's attempt is over; its slot is not back.
    void release(Lane lane) {
        leaveSets(lane);
        lane.active--;
        active--;
        enterSets(lane);
        if (lane.active == 0 && lane.waiting.isEmpty()) {
            lanes.remove(lane.destination);
        }
    }

    /// Takes a waiting slot away; false when it is not waiting.
    boolean remove(Destination destination, QueueId id) {
        Lane lane = lanes.get(destination);
        if (lane == null) {
            return false;
        }
        leaveSets(lane);
        boolean found = lane.waiting.removeIf(slot -> slot.id.equals(id));
        if (found) {
            waiting--;
        }
        enterSets(lane);
        if (lane.active == 0 && lane.waiting.isEmpty()) {
            lanes.remove(destination);
        }
        return found;
    }

    void reached(Lane lane) {
        lane.unreached = "";
    }

    void unreached(Lane lane, String reason, long restsUntil) {
        lane.unreached = reason;
        lane.restsUntil = restsUntil;
    }

    /// When something may become due that is not yet; what is due but has no place is not counted.
    long nextDue(long now) {
        long next = Long.MAX_VALUE;
        if (!free.isEmpty() && free.first().nextDue() > now) {
            next = free.first().nextDue();
        }
        for (Lane lane : busy) {
            if (lane.nextDue() > now) {
                return Math.min(next, lane.nextDue());
            }
        }
        return next;
    }

    /// When the first entry is or was due.
    Optional<Long> firstDue() {
        return lanes.values().stream()
                .filter(lane -> !lane.waiting.isEmpty())
                .map(Lane::nextDue)
                .min(Comparator.naturalOrder());
    }

    /// The destination may have recovered.
    void wake(Destination destination) {
        Lane lane = lanes.get(destination);
        if (lane != null) {
            lane.restsUntil = 0;
        }
    }

    void suspend(Destination.Kind kind, String reason) {
        suspended.put(kind, reason);
        lanes.values().stream()
                .filter(lane -> lane.destination.kind() == kind)
                .forEach(this::leaveSets);
    }

    void resume(Destination.Kind kind) {
        suspended.remove(kind);
        lanes.values().stream()
                .filter(lane -> lane.destination.kind() == kind)
                .forEach(lane -> {
                    lane.restsUntil = 0; // what was found of it no longer holds
                    enterSets(lane);
                });
    }

    Map<Destination.Kind, String> suspended() {
        return suspended;
    }

    private void leaveSets(Lane lane) {
        free.remove(lane);
        busy.remove(lane);
    }

    private void enterSets(Lane lane) {
        if (lane.waiting.isEmpty() || suspended.containsKey(lane.destination.kind())) {
            return;
        }
        if (lane.active == 0) {
            free.add(lane);
        } else if (lane.active < config.perDestination()) {
            busy.add(lane);
        }
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

    int active() {
        return active;
    }

    long size() {
        return waiting + active;
    }

    List<QueueStatus.DestinationStatus> longest(int limit, long now) {
        List<Lane> all = new ArrayList<>(lanes.values());
        all.sort(Comparator.comparingInt((Lane lane) -> lane.waiting.size()).reversed());
        return all.stream()
                .limit(limit)
                .map(lane ->
                        new QueueStatus.DestinationStatus(
                                lane.destination,
                                lane.waiting.size(),
                                lane.active,
                                lane.isAtRest(now) ? lane.unreached : ""))
                .toList();
    }
}
