// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.filter.greylist.format.v1.GreylistOctets;
import org.pabal.filter.greylist.format.v1.GreylistOctets.Kind;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What greylisting remembers: what is newest in memory, the rest in the store. Safe for use by many
/// threads.
///
/// Changes gather in memory until {@link #flush}, or until there are {@value #MAX_GATHERED}: then
/// whoever comes next writes them. So a flood costs a commit for thousands of attempts.
public final class GreylistStore {
    private static final Logger LOG = LoggerFactory.getLogger(GreylistStore.class);

    static final int MAX_GATHERED = 4_000;
    private static final int PAGE = 1_000;

    private final Storage storage;
    private final ConcurrentHashMap<ByteBuffer, GreylistOctets> gathered =
            new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong triples = new AtomicLong();

    public GreylistStore(Storage storage) {
        this.storage = storage;
    }

    Optional<GreylistOctets> find(Kind kind, List<String> parts) {
        byte[] key = GreylistOctets.key(kind, parts);
        GreylistOctets newest = gathered.get(ByteBuffer.wrap(key));
        return newest != null ? Optional.of(newest) : stored(key);
    }

    private Optional<GreylistOctets> stored(byte[] key) {
        return storage.read(Space.Shared.FILTER, key).flatMap(value -> decode(key, value));
    }

    private static Optional<GreylistOctets> decode(byte[] key, byte[] value) {
        try {
            return Optional.of(GreylistOctets.decode(key, value));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=greylist-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }

    /// Puts a record in the place of the one that is there, one thread at a time for each.
    ///
    /// @param change of the record that is there; gives what there is from now on
    GreylistOctets change(
            Kind kind,
            List<String> parts,
            Function<Optional<GreylistOctets>, GreylistOctets> change) {
        byte[] key = GreylistOctets.key(kind, parts);
        GreylistOctets after =
                gathered.compute(
                        ByteBuffer.wrap(key),
                        (_, newest) -> {
                            Optional<GreylistOctets> before =
                                    newest != null ? Optional.of(newest) : stored(key);
                            if (before.isEmpty() && kind == Kind.TRIPLE) {
                                triples.incrementAndGet();
                            }
                            return change.apply(before);
                        });
        if (gathered.size() >= MAX_GATHERED) {
            flush();
        }
        return after;
    }

    /// How many triples are remembered, as far as it is known since the last {@link #sweep}.
    long triples() {
        return triples.get();
    }

    private static byte[] octets(ByteBuffer key) {
        byte[] octets = new byte[key.remaining()];
        key.duplicate().get(octets);
        return octets;
    }

    /// Makes durable what has gathered.
    ///
    /// @throws org.pabal.storage.StorageException when the store cannot; then it stays gathered
    public void flush() {
        writing.lock();
        try {
            Map<ByteBuffer, GreylistOctets> now = Map.copyOf(gathered);
            if (now.isEmpty()) {
                return;
            }
            List<Change> changes = new ArrayList<>(now.size());
            now.forEach((key, record) -> changes.add(new Change.Put(octets(key), record.value())));
            commit(changes);
            now.forEach(gathered::remove);
        } finally {
            writing.unlock();
        }
    }

    private void commit(List<Change> changes) {
        storage.commit(
                new Commit(
                        UUID.randomUUID(), List.of(SpaceChanges.of(Space.Shared.FILTER, changes))));
    }

    /// Takes out what is of no use any more, and counts what stays.
    ///
    /// @return how many were taken out
    int sweep(Predicate<GreylistOctets> useless) {
        flush();
        int removed = 0;
        for (Kind kind : Kind.values()) {
            long[] left = {0};
            removed +=
                    remove(
                            kind,
                            record -> {
                                boolean goes = useless.test(record);
                                left[0] += goes ? 0 : 1;
                                return goes;
                            });
            if (kind == Kind.TRIPLE) {
                triples.set(left[0]);
            }
        }
        return removed;
    }

    /// Takes out the records of a kind that a test picks.
    int remove(Kind kind, Predicate<GreylistOctets> which) {
        writing.lock();
        try {
            flush();
            int removed = 0;
            byte[] from = kind.prefix();
            byte[] end = Keys.afterPrefix(from);
            while (true) {
                List<Entry> page = storage.scan(Space.Shared.FILTER, from, end, PAGE);
                if (page.isEmpty()) {
                    return removed;
                }
                List<Change> changes = new ArrayList<>();
                for (Entry entry : page) {
                    if (decode(entry.key(), entry.value()).map(which::test).orElse(true)) {
                        changes.add(new Change.Delete(entry.key()));
                    }
                }
                if (!changes.isEmpty()) {
                    commit(changes);
                    removed += changes.size();
                }
                from = Keys.successor(page.getLast().key());
            }
        } finally {
            writing.unlock();
        }
    }

    /// The records of a kind that a test picks, in the order of their keys.
    List<GreylistOctets> list(Kind kind, Predicate<GreylistOctets> which, int limit) {
        flush();
        List<GreylistOctets> found = new ArrayList<>();
        byte[] from = kind.prefix();
        byte[] end = Keys.afterPrefix(from);
        while (found.size() < limit) {
            List<Entry> page = storage.scan(Space.Shared.FILTER, from, end, PAGE);
            if (page.isEmpty()) {
                break;
            }
            page.stream()
                    .flatMap(entry -> decode(entry.key(), entry.value()).stream())
                    .filter(which)
                    .limit(limit - found.size())
                    .forEach(found::add);
            from = Keys.successor(page.getLast().key());
        }
        return found;
    }
}
