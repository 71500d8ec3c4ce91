// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.pabal.filter.learning.format.v1.Digest;
import org.pabal.filter.learning.format.v1.LearningKeys;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;

/// The records of what was learnt, read as far as one lesson needs them, with its changes.
///
/// @param <R> the kind of record
final class Records<R> {
    /// Of these, from a place chosen by chance, the oldest goes when there are too many.
    private static final int SAMPLE = 16;

    private final Storage storage;
    private final Space space;
    private final Place place;
    private final Function<byte[], Optional<R>> reader;
    private final Function<R, byte[]> writer;
    private final ToIntFunction<R> day;
    private final Map<Digest, Optional<R>> known = new LinkedHashMap<>();
    private final Map<Digest, Optional<R>> changed = new LinkedHashMap<>();

    Records(
            Storage storage,
            Space space,
            Place place,
            Function<byte[], Optional<R>> reader,
            Function<R, byte[]> writer,
            ToIntFunction<R> day) {
        this.storage = storage;
        this.space = space;
        this.place = place;
        this.reader = reader;
        this.writer = writer;
        this.day = day;
    }

    Optional<R> of(Digest digest) {
        Optional<R> now = changed.get(digest);
        return now != null ? now : known.computeIfAbsent(digest, this::read);
    }

    private Optional<R> read(Digest digest) {
        return storage.read(space, place.trained(digest)).flatMap(reader);
    }

    void put(Digest digest, Optional<R> record) {
        of(digest);
        changed.put(digest, record);
    }

    /// How many more there are than there were.
    int growth() {
        int growth = 0;
        for (Map.Entry<Digest, Optional<R>> each : changed.entrySet()) {
            growth += each.getValue().isPresent() ? 1 : 0;
            growth -= known.getOrDefault(each.getKey(), Optional.empty()).isPresent() ? 1 : 0;
        }
        return growth;
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>(changed.size());
        changed.forEach((digest, record) ->
                changes.add(
                        record.<Change>map(there ->
                                        new Change.Put(place.trained(digest), writer.apply(there)))
                                .orElseGet(() -> new Change.Delete(place.trained(digest)))));
        return changes;
    }

    /// Takes away about as many old records as there are too many.
    ///
    /// @param count as it would be without this
    /// @return how many go
    int dropOld(int count, int most, RandomGenerator random, List<Change> changes) {
        Set<Digest> dropped = new HashSet<>(changed.keySet());
        for (int tries = Math.min(changed.size() + 1, count - most); tries > 0; tries--) {
            oldestOfSome(random, dropped)
                    .ifPresent(oldest -> {
                        dropped.add(digest(oldest));
                        changes.add(new Change.Delete(oldest.key()));
                    });
        }
        return dropped.size() - changed.size();
    }

    private Optional<Entry> oldestOfSome(RandomGenerator random, Set<Digest> spared) {
        byte[] end = LearningKeys.end(place.trained());
        List<Entry> some = storage.scan(space, place.trained(Digest.random(random)), end, SAMPLE);
        if (some.size() < SAMPLE) {
            some = storage.scan(space, place.trained(), end, SAMPLE);
        }
        return some.stream()
                .filter(entry -> !spared.contains(digest(entry)))
                .min(Comparator.comparingInt(this::dayOf));
    }

    private Digest digest(Entry entry) {
        return Digest.read(entry.key(), place.trained().length);
    }

    private int dayOf(Entry entry) {
        return reader.apply(entry.value()).map(day::applyAsInt).orElse(Integer.MIN_VALUE);
    }
}
