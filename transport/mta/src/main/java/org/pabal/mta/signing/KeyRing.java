// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;

/// All keys of all domains, and which of them sign. Safe for use by many threads.
///
/// What is known of the keys is in memory; secrets are read when mail of their domain is signed.
public final class KeyRing {
    /// Of that many keys the secrets are kept ready.
    private static final int MAX_READY = 1_000;

    private final StoredKeys stored;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, SigningKey> ready = new ConcurrentHashMap<>();
    private volatile StoredKeys.Loaded now;

    /// @throws UnavailableException when the store cannot be read
    public KeyRing(Storage storage) {
        this.stored = new StoredKeys(storage);
        this.now = stored.load();
    }

    /// All of a domain, in the order of their selectors.
    public List<DomainKey> keys(Domain domain) {
        return now.keys().getOrDefault(domain, List.of());
    }

    public List<DomainKey> all() {
        return now.keys().values().stream().flatMap(List::stream).toList();
    }

    /// The keys that sign for an author: those of the domain itself or, where it has none, of the
    /// nearest domain above that has: `host.example.org` may be signed for by `example.org` (RFC
    /// 6376 §3.5, `i=`), and DMARC takes them for aligned unless the domain asks for more.
    ///
    /// @throws UnavailableException when the store cannot give them
    public List<SigningKey> signing(Domain author) {
        if (author.isLiteral()) {
            return List.of();
        }
        String name = author.name();
        while (true) {
            List<DomainKey> keys = inUse(new Domain(name));
            int dot = name.indexOf('.');
            if (!keys.isEmpty() || dot < 0) {
                return keys.stream()
                        .sorted(Comparator.comparing(DomainKey::algorithm)) // RSA on top
                        .map(this::secret)
                        .flatMap(Optional::stream)
                        .toList();
            }
            name = name.substring(dot + 1);
        }
    }

    List<DomainKey> inUse(Domain domain) {
        return keys(domain).stream().filter(key -> key.is(KeyState.SIGNING)).toList();
    }

    private Optional<SigningKey> secret(DomainKey key) {
        SigningKey known = ready.get(key.toString());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SigningKey> read = stored.secret(key);
        if (ready.size() >= MAX_READY) {
            ready.clear();
        }
        read.ifPresent(secret -> ready.put(key.toString(), secret));
        return read;
    }

    /// A key with its secret, whatever its state: for `pabal dkim export`.
    public Optional<SigningKey> export(Domain domain, String selector) {
        return keys(domain).stream()
                .filter(key -> key.selector().equals(selector))
                .findFirst()
                .flatMap(stored::secret);
    }

    /// What a domain's keys are to be instead.
    ///
    /// @param put in new states; all others but those deleted stay
    /// @param added new ones, with their secrets
    record Turn(List<DomainKey> put, Map<DomainKey, SigningKey> added, List<DomainKey> deleted) {
        static final Turn NONE = new Turn(List.of(), Map.of(), List.of());

        static Turn put(List<DomainKey> keys) {
            return new Turn(keys, Map.of(), List.of());
        }

        static Turn added(Map<DomainKey, SigningKey> keys) {
            return new Turn(List.of(), keys, List.of());
        }

        static Turn deleted(List<DomainKey> keys) {
            return new Turn(List.of(), Map.of(), keys);
        }

        /// The keys after it.
        List<DomainKey> of(List<DomainKey> before) {
            List<DomainKey> after = new ArrayList<>(before);
            after.removeIf(key ->
                    put.stream().anyMatch(key::isSame) || deleted.stream().anyMatch(key::isSame));
            after.addAll(put);
            after.addAll(added.keySet());
            after.sort(Comparator.comparing(DomainKey::selector));
            return List.copyOf(after);
        }
    }

    /// Changes a domain's keys in one commit, durable when it returns.
    ///
    /// @param step told how the keys are now; called again when somebody else has changed them
    /// @return what was changed
    Turn change(Domain domain, Function<List<DomainKey>, Turn> step) {
        changing.lock();
        try {
            while (true) {
                StoredKeys.Loaded before = now;
                Turn turn = step.apply(keys(domain));
                List<Change> changes = changes(turn);
                if (changes.isEmpty()) {
                    return turn;
                }
                if (stored.commit(before.version(), changes)) {
                    now = before.with(domain, turn.of(keys(domain)));
                    turn.put.forEach(this::forgetUnlessSigning);
                    turn.deleted.forEach(key -> ready.remove(key.toString()));
                    return turn;
                }
                now = stored.load();
            }
        } finally {
            changing.unlock();
        }
    }

    private void forgetUnlessSigning(DomainKey key) {
        if (!key.is(KeyState.SIGNING)) {
            ready.remove(key.toString());
        }
    }

    private List<Change> changes(Turn turn) {
        List<Change> changes = new ArrayList<>();
        turn.put.forEach(key -> changes.add(stored.put(key)));
        turn.added.forEach((key, secret) -> changes.add(stored.put(key, secret)));
        turn.deleted.forEach(key -> changes.add(StoredKeys.delete(key)));
        return changes;
    }
}
