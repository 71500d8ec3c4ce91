// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mta.queue.Intervention.Result;
import org.pabal.mta.queue.StoredEntries.Wished;

/// Carries out what operators wish, while workers go on.
///
/// An entry is withdrawn first: from then on nobody tries or changes it. It is read again, changed
/// in the store, and put back as it is there. What is being tried cannot be withdrawn.
final class Interventions {
    /// So many entries are looked at in one call, so that no caller waits long.
    private static final int LOOKED_AT = 1_000;

    /// So many are changed in one commit.
    private static final int TOGETHER = 100;

    private final Schedule schedule;
    private final StoredEntries entries;
    private final InstantSource clock;

    Interventions(Schedule schedule, StoredEntries entries, InstantSource clock) {
        this.schedule = schedule;
        this.entries = entries;
        this.clock = clock;
    }

    Result intervene(QueueId id, Intervention wish) {
        Optional<QueueEntry> stored = entries.find(id);
        return stored.isEmpty()
                ? Result.NO_SUCH_ENTRY
                : intervene(List.of(stored.get()), wish).getOrDefault(id, Result.NO_SUCH_ENTRY);
    }

    Intervened intervene(QueueFilter filter, Intervention wish, Optional<QueueId> after) {
        QueuePage page = entries.page(filter, after, Integer.MAX_VALUE, LOOKED_AT);
        List<QueueId> done = new ArrayList<>();
        List<QueueId> inUse = new ArrayList<>();
        List<QueueEntry> all = page.entries();
        for (int from = 0; from < all.size(); from += TOGETHER) {
            List<QueueEntry> some = all.subList(from, Math.min(from + TOGETHER, all.size()));
            intervene(some, wish)
                    .forEach((id, result) -> {
                        switch (result) {
                            case DONE -> done.add(id);
                            case IN_USE -> inUse.add(id);
                            case UNCHANGED, NO_SUCH_ENTRY -> {}
                        }
                    });
        }
        return new Intervened(done, inUse, page.next());
    }

    Map<QueueId, Result> intervene(List<QueueEntry> wanted, Intervention wish) {
        Map<QueueId, Result> results = new HashMap<>();
        List<QueueEntry> back = new ArrayList<>();
        try {
            List<Wished> changed = new ArrayList<>();
            for (QueueEntry entry : wanted) {
                results.put(entry.id(), withdrawn(entry, wish, back, changed));
            }
            if (!changed.isEmpty()) {
                entries.commit(changed, wish);
                putInPlace(back, changed);
            }
            return results;
        } finally {
            back.forEach(this::putBack);
            if (wish instanceof Intervention.Retry) {
                back.stream().map(QueueEntry::destination).distinct().forEach(schedule::wake);
            }
        }
    }

    /// @param back gets the entry as it is stored, if it is ours now
    /// @param changed gets it as it is wished, if that differs
    private Result withdrawn(
            QueueEntry seen, Intervention wish, List<QueueEntry> back, List<Wished> changed) {
        if (!schedule.withdraw(seen.id())) {
            return entries.find(seen.id()).isEmpty() ? Result.NO_SUCH_ENTRY : Result.IN_USE;
        }
        Optional<QueueEntry> entry = read(seen);
        if (entry.isEmpty()) {
            schedule.forget(seen.id());
            return Result.NO_SUCH_ENTRY;
        }
        back.add(entry.get());
        QueueEntry wished = wished(entry.get(), wish);
        if (wished.equals(entry.get())) {
            return Result.UNCHANGED;
        }
        changed.add(new Wished(entry.get(), wished));
        return Result.DONE;
    }

    private Optional<QueueEntry> read(QueueEntry withdrawn) {
        try {
            return entries.find(withdrawn.id());
        } catch (RuntimeException storeOut) {
            schedule.putBack(withdrawn); // whoever tries it reads it anew
            throw storeOut;
        }
    }

    private QueueEntry wished(QueueEntry entry, Intervention wish) {
        return switch (wish) {
            case Intervention.Hold(var reason) -> entry.isHeld() ? entry : entry.held(reason);
            case Intervention.Release _ -> entry.isHeld() ? entry.released() : entry;
            case Intervention.Retry _ -> entry.released().due(clock.instant());
            case Intervention.Remove _ ->
                    entry.recipients().stream().anyMatch(Recipient::isOpen)
                            ? entry.givenUp().released().due(clock.instant())
                            : entry;
        };
    }

    private static void putInPlace(List<QueueEntry> back, List<Wished> changed) {
        Map<QueueId, QueueEntry> after = new HashMap<>();
        changed.forEach(entry -> after.put(entry.before().id(), entry.after()));
        back.replaceAll(entry -> after.getOrDefault(entry.id(), entry));
    }

    private void putBack(QueueEntry entry) {
        if (entry.isDone()) {
            schedule.forget(entry.id());
        } else {
            schedule.putBack(entry);
        }
    }
}
