// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// Answers for as long as they say that they are good, within bounds. The least recently used goes
/// first when there are too many. Time is monotonic, so that a clock that jumps changes nothing.
final class RecordCache {

    /// Larger answers are rare and asked for rarely: not worth what they would hold.
    private static final int MAX_OCTETS = 4096;

    record Key(Name name, int type) {}

    private record Entry(RecordSet set, long until) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Key, Entry> entries;
    private final DnsLimits limits;
    private final LongSupplier nanos;

    RecordCache(DnsLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.entries = new LinkedHashMap<>(16, 0.75f, true);
    }

    Optional<RecordSet> get(Key key) {
        lock.lock();
        try {
            Entry entry = entries.get(key);
            if (entry == null) {
                return Optional.empty();
            }
            if (nanos.getAsLong() - entry.until() >= 0) {
                entries.remove(key);
                return Optional.empty();
            }
            return Optional.of(entry.set());
        } finally {
            lock.unlock();
        }
    }

    void put(Key key, RecordSet set) {
        Duration life = life(set);
        if (life.isZero() || octets(set) > MAX_OCTETS) {
            return;
        }
        lock.lock();
        try {
            entries.put(key, new Entry(set, nanos.getAsLong() + life.toNanos()));
            if (entries.size() > limits.cachedAnswers()) {
                entries.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private Duration life(RecordSet set) {
        Duration life =
                switch (set) {
                    case RecordSet.Found(_, long ttl, _) -> Duration.ofSeconds(ttl);
                    case RecordSet.NoData(long ttl, _) -> Duration.ofSeconds(ttl);
                    case RecordSet.NoSuchName(long ttl, _) -> Duration.ofSeconds(ttl);
                    case RecordSet.Failed _ -> limits.failureTtl();
                };
        return life.compareTo(limits.maxTtl()) > 0 ? limits.maxTtl() : life;
    }

    private static int octets(RecordSet set) {
        if (!(set instanceof RecordSet.Found(var records, _, _))) {
            return 0;
        }
        int octets = 0;
        for (Record one : records) {
            octets += one.rdataToWireCanonical().length;
        }
        return octets;
    }
}
