// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// As many of the newest as there is room for, and which have changed since they were last written.
/// Guarded by its owner.
final class Bounded<K, V> {
    private final int most;
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<K> changed = new HashSet<>();

    Bounded(int most) {
        this.most = most;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    /// For whoever is about to change it.
    V change(K key, Supplier<V> fresh) {
        V value = kept.computeIfAbsent(key, _ -> fresh.get());
        changed.add(key);
        if (kept.size() > most) {
            remove(kept.firstEntry().getKey());
        }
        return value;
    }

    /// For whoever may come to change it, and then says so by {@link #change}.
    V prepare(K key, Supplier<V> fresh) {
        V value = kept.computeIfAbsent(key, _ -> fresh.get());
        if (kept.size() > most) {
            remove(kept.firstEntry().getKey());
        }
        return value;
    }

    /// What was never written has gone.
    void discard(K key) {
        kept.remove(key);
    }

    void load(K key, V value) {
        if (kept.size() < most) {
            kept.put(key, value);
        } else {
            changed.add(key); // too many: it goes from the store with the next writing
        }
    }

    void remove(K key) {
        kept.remove(key);
        changed.add(key);
    }

    void removeIf(Predicate<V> old) {
        kept.entrySet()
                .removeIf(entry -> {
                    boolean goes = old.test(entry.getValue());
                    if (goes) {
                        changed.add(entry.getKey());
                    }
                    return goes;
                });
    }

    int size() {
        return kept.size();
    }

    Map<K, V> all() {
        return kept;
    }

    /// Gives what has changed, at most so many, each with its value or with none when it has gone.
    void drain(int atOnce, Drain<K, V> to) {
        var keys = changed.iterator();
        for (int i = 0; i < atOnce && keys.hasNext(); i++) {
            K key = keys.next();
            keys.remove();
            to.take(key, kept.get(key));
        }
    }

    interface Drain<K, V> {
        void take(K key, @Nullable V value);
    }
}
