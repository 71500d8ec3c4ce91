// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.bans.format.v1.BanFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// From where each name has logged in lately. Kept in the store, and in memory only what is not
/// written yet: it is looked up when something is wrong, which is seldom. Safe for use by many
/// threads.
///
/// With the store out of order nobody is known: nobody is let in that would not be otherwise.
final class Places {
    /// A place that was not used for so long is one like any other.
    static final Duration KEPT = Duration.ofDays(60);

    /// A place in use is written again so often.
    private static final long RENEWED = Duration.ofDays(1).toSeconds();

    private static final int MAX_RECENT = 20_000;
    private static final int PAGE = 1_000;

    private final Storage storage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SourceAndName, Long> unwritten = new LinkedHashMap<>();
    private final Map<SourceAndName, Long> written = new LinkedHashMap<>();
    private byte[] sweptTo = BanFormat.first(BanFormat.PLACES);

    Places(Storage storage) {
        this.storage = storage;
    }

    private static boolean isFresh(long last, long now) {
        return now - last < KEPT.toSeconds();
    }

    /// A log-in has succeeded.
    void succeeded(SourceAndName place, long now) {
        lock.lock();
        try {
            Long before = written.get(place);
            if (before == null || now - before >= RENEWED) {
                unwritten.put(place, now);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isKnown(SourceAndName place, long now) {
        lock.lock();
        try {
            if (unwritten.containsKey(place) || written.containsKey(place)) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        try {
            return storage.read(Space.Shared.BANS, BanFormat.key(BanFormat.PLACES, place))
                    .map(BanFormat::place)
                    .filter(last -> isFresh(last, now))
                    .isPresent();
        } catch (StorageException outOfOrder) {
            return false;
        }
    }

    /// The names that are known within a network.
    ///
    /// @param most of them
    List<SourceAndName> within(Source network, int most, long now) {
        List<SourceAndName> found = new ArrayList<>();
        lock.lock();
        try {
            unwritten.keySet().stream()
                    .filter(place -> network.contains(place.source()))
                    .limit(most)
                    .forEach(found::add);
        } finally {
            lock.unlock();
        }
        byte[] from = BanFormat.placesFrom(network);
        byte[] to = BanFormat.placesBehind(network);
        while (found.size() < most) {
            List<Entry> page = storage.scan(Space.Shared.BANS, from, to, PAGE);
            for (Entry entry : page) {
                SourceAndName place = BanFormat.sourceAndName(entry.key());
                if (found.size() < most
                        && isFresh(BanFormat.place(entry.value()), now)
                        && !found.contains(place)) {
                    found.add(place);
                }
            }
            if (page.size() < PAGE) {
                break;
            }
            from = Keys.successor(page.getLast().key());
        }
        return found;
    }

    /// From where a name has logged in: for an administrator, since all is read.
    List<Source> of(String name, int most, long now) {
        Set<Source> found = new LinkedHashSet<>();
        lock.lock();
        try {
            unwritten.keySet().stream()
                    .filter(place -> place.name().equals(name))
                    .limit(most)
                    .forEach(place -> found.add(place.source()));
        } finally {
            lock.unlock();
        }
        byte[] from = BanFormat.first(BanFormat.PLACES);
        Optional<byte[]> next = Optional.of(from);
        while (next.isPresent() && found.size() < most) {
            List<Entry> page =
                    storage.scan(
                            Space.Shared.BANS,
                            next.get(),
                            BanFormat.behind(BanFormat.PLACES),
                            PAGE);
            for (Entry entry : page) {
                SourceAndName place = BanFormat.sourceAndName(entry.key());
                if (place.name().equals(name) && isFresh(BanFormat.place(entry.value()), now)) {
                    found.add(place.source());
                }
            }
            next =
                    page.size() < PAGE
                            ? Optional.empty()
                            : Optional.of(Keys.successor(page.getLast().key()));
        }
        return List.copyOf(found);
    }

    /// What is to be written, at most so much; what was written is known for a while.
    void drain(int atOnce, List<Change> to) {
        lock.lock();
        try {
            var places = unwritten.entrySet().iterator();
            for (int i = 0; i < atOnce && places.hasNext(); i++) {
                Map.Entry<SourceAndName, Long> place = places.next();
                places.remove();
                to.add(
                        new Change.Put(
                                BanFormat.key(BanFormat.PLACES, place.getKey()),
                                BanFormat.place(place.getValue())));
                if (written.size() >= MAX_RECENT) {
                    written.clear();
                }
                written.put(place.getKey(), place.getValue());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the next page of all places, and removes those that were not used for long.
    void sweep(long now, List<Change> to) {
        List<Entry> page =
                storage.scan(Space.Shared.BANS, sweptTo, BanFormat.behind(BanFormat.PLACES), PAGE);
        for (Entry entry : page) {
            if (!isFresh(BanFormat.place(entry.value()), now)) {
                to.add(new Change.Delete(entry.key()));
            }
        }
        sweptTo =
                page.size() < PAGE
                        ? BanFormat.first(BanFormat.PLACES)
                        : Keys.successor(page.getLast().key());
        lock.lock();
        try {
            written.values().removeIf(last -> now - last >= RENEWED);
        } finally {
            lock.unlock();
        }
    }
}
