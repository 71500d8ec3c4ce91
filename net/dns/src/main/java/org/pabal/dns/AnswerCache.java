// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.xbill.DNS.Name;

/// Answers for as long as they are good, within bounds. The least recently used goes first when
/// there are too many. Time is monotonic, so that a clock that jumps changes nothing.
final class AnswerCache<V> {

    /// Larger answers are rare and asked for rarely: not worth what they would hold.
    private static final int MAX_OCTETS = 4096;

    record Key(Name name, int type) {}

    private record Entry<V>(V answer, long until) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Key, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private final LongSupplier nanos;

    AnswerCache(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    Optional<V> get(Key key) {
        lock.lock();
        try {
            Entry<V> entry = entries.get(key);
            if (entry == null) {
                return Optional.empty();
            }
            if (nanos.getAsLong() - entry.until() >= 0) {
                entries.remove(key);
                return Optional.empty();
            }
            return Optional.of(entry.answer());
        } finally {
            lock.unlock();
        }
    }

    void put(Key key, V answer, Duration life, int octets) {
        if (life.isZero() || octets > MAX_OCTETS) {
            return;
        }
        lock.lock();
        try {
            entries.put(key, new Entry<>(answer, nanos.getAsLong() + life.toNanos()));
            if (entries.size() > most) {
                entries.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Key key) {
        lock.lock();
        try {
            entries.remove(key);
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
}
