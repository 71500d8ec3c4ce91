// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.pabal.filter.SourceMark;
import org.pabal.filter.history.format.v1.HistoryKeys;
import org.pabal.filter.history.format.v1.MarkOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// How much spam and how much good mail came from networks and domains. Counts halve every three
/// weeks. Safe for use by many threads.
final class Sources {
    static final int MOST = 200_000;

    private static final byte VERSION = 1;
    private static final int PARTS = 256;
    private static final int CHUNK = 1_000;
    private static final int ENTRY = Long.BYTES + 2 * Float.BYTES + Integer.BYTES;
    private static final double HALF_LIFE_DAYS = 21;

    private final Storage storage;
    private final IntSupplier today;
    private final int most;
    private final ConcurrentHashMap<Long, Counts> counts = new ConcurrentHashMap<>();
    private final BitSet changed = new BitSet(PARTS); // guarded by itself

    /// The marks that are counted and whose records are still there. Guarded by itself, with what
    /// counting them changes.
    private final Map<ByteBuffer, byte[]> counted = new HashMap<>();

    /// @param day as of which the counts are
    record Counts(float spam, float ham, int day) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts on(int today) {
            double left = left(today - day);
            return new Counts((float) (spam * left), (float) (ham * left), today);
        }

        /// What is left after so many days.
        static double left(int days) {
            return days <= 0 ? 1 : Math.pow(0.5, days / HALF_LIFE_DAYS);
        }

        Counts and(float moreSpam, float moreHam) {
            return new Counts(Math.max(0, spam + moreSpam), Math.max(0, ham + moreHam), day);
        }

        float mails() {
            return spam + ham;
        }
    }

    Sources(Storage storage, IntSupplier today, int most) {
        this.storage = storage;
        this.today = today;
        this.most = most;
    }

    /// Reads what was written before.
    void load() {
        for (int part = 0; part < PARTS; part++) {
            storage.read(Space.Shared.FILTER, HistoryKeys.sources(part)).ifPresent(this::load);
        }
        loadMarks();
    }

    /// Those that were kept and not counted when this process began, or are kept now. All of a source
    /// together: one that takes another back may lie in front of it, and no count is less than none.
    private void loadMarks() {
        synchronized (counted) {
            Map<Long, SourceMark> sums = new HashMap<>();
            for (Kept each : keptMarks()) {
                if (counted.putIfAbsent(ByteBuffer.wrap(each.key), each.key) == null) {
                    sums.merge(each.mark.source(), current(each.mark), Sources::sum);
                }
            }
            sums.values().forEach(this::count);
        }
    }

    private static SourceMark sum(SourceMark one, SourceMark other) {
        return new SourceMark(
                one.source(), one.spam() + other.spam(), one.ham() + other.ham(), one.day());
    }

    private record Kept(byte[] key, SourceMark mark) {}

    private List<Kept> keptMarks() {
        List<Kept> all = new ArrayList<>();
        byte[] from = HistoryKeys.marks();
        byte[] to = Keys.afterPrefix(from);
        List<Entry> some;
        do {
            some = storage.scan(Space.Shared.FILTER, from, to, CHUNK);
            for (Entry each : some) {
                MarkOctets.read(ByteBuffer.wrap(each.value()))
                        .forEach(mark -> all.add(new Kept(each.key(), mark)));
                from = Keys.successor(each.key());
            }
        } while (some.size() == CHUNK);
        return all;
    }

    /// Counts a mark that is kept, once. Its record goes in the commit that writes what it has changed.
    void count(byte[] key, SourceMark mark) {
        synchronized (counted) {
            if (counted.putIfAbsent(ByteBuffer.wrap(key), key) == null) {
                count(current(mark));
            }
        }
    }

    private void count(SourceMark mark) {
        count(mark.source(), mark.spam(), mark.ham(), mark.day());
    }

    /// What is left of it today.
    private SourceMark current(SourceMark mark) {
        int now = today.getAsInt();
        float left = (float) Counts.left(now - mark.day());
        return new SourceMark(mark.source(), mark.spam() * left, mark.ham() * left, now);
    }

    private void load(byte[] octets) {
        if (octets.length == 0 || octets[0] != VERSION) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        while (in.remaining() >= ENTRY) {
            long source = in.getLong();
            Counts written = new Counts(in.getFloat(), in.getFloat(), in.getInt());
            counts.merge(
                    source, written, (now, _) -> written.on(now.day()).and(now.spam(), now.ham()));
        }
    }

    Counts of(long source, int today) {
        return counts.getOrDefault(source, Counts.NONE).on(today);
    }

    void count(long source, float spam, float ham, int today) {
        counts.compute(
                source,
                (_, there) -> (there == null ? Counts.NONE : there).on(today).and(spam, ham));
        synchronized (changed) {
            changed.set(part(source));
        }
    }

    private static int part(long source) {
        return (int) (source >>> 56);
    }

    /// Writes what has changed, and drops what says least when there is too much.
    void write(int today) {
        if (counts.size() > most) {
            drop(today);
        }
        BitSet parts;
        List<byte[]> marks;
        List<Change> changes;
        synchronized (counted) { // what is written has these marks, and no others
            synchronized (changed) {
                parts = (BitSet) changed.clone();
                changed.clear();
            }
            marks = List.copyOf(counted.values());
            changes = changes(parts);
        }
        marks.forEach(key -> changes.add(new Change.Delete(key)));
        if (changes.isEmpty()) {
            return;
        }
        try {
            storage.commit(
                    new Commit(
                            java.util.UUID.randomUUID(),
                            List.of(SpaceChanges.of(Space.Shared.FILTER, changes))));
        } catch (RuntimeException failed) {
            synchronized (changed) {
                changed.or(parts);
            }
            throw failed;
        }
        synchronized (counted) {
            marks.forEach(key -> counted.remove(ByteBuffer.wrap(key)));
        }
    }

    private List<Change> changes(BitSet parts) {
        if (parts.isEmpty()) {
            return new ArrayList<>();
        }
        List<List<Map.Entry<Long, Counts>>> entries = new ArrayList<>(PARTS);
        for (int part = 0; part < PARTS; part++) {
            entries.add(new ArrayList<>());
        }
        counts.entrySet().forEach(each -> entries.get(part(each.getKey())).add(each));
        List<Change> changes = new ArrayList<>();
        parts.stream().forEach(part -> changes.add(put(part, entries.get(part))));
        return changes;
    }

    private static Change put(int part, List<Map.Entry<Long, Counts>> entries) {
        ByteBuffer out = ByteBuffer.allocate(1 + entries.size() * ENTRY).put(VERSION);
        for (Map.Entry<Long, Counts> each : entries) {
            Counts value = each.getValue();
            out.putLong(each.getKey())
                    .putFloat(value.spam())
                    .putFloat(value.ham())
                    .putInt(value.day());
        }
        return new Change.Put(HistoryKeys.sources(part), out.array());
    }

    private record Known(long source, float mails) {}

    /// An eighth goes: those of which least is known by now.
    private void drop(int today) {
        List<Known> all = new ArrayList<>();
        counts.forEach((source, value) -> all.add(new Known(source, value.on(today).mails())));
        all.sort(Comparator.comparingDouble(Known::mails));
        all.stream()
                .limit(Math.max(0, all.size() - most * 7L / 8))
                .forEach(each -> counts.remove(each.source));
        synchronized (changed) {
            changed.set(0, PARTS);
        }
    }
}
