// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.dkim.signing.SigningKey.UnusableKeyException;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.signing.format.v1.KeyOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The space of our keys in the storage. Safe for use by many threads.
record StoredKeys(Storage storage) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);
    private static final Space SPACE = Space.Shared.SIGNING_KEYS;
    private static final int PAGE = 1_000;

    /// All keys as of one version of the space.
    record Loaded(Map<Domain, List<DomainKey>> keys, long version) {
        /// After a commit that changed one domain's.
        Loaded with(Domain domain, List<DomainKey> own) {
            Map<Domain, List<DomainKey>> after = new TreeMap<>(keys);
            if (own.isEmpty()) {
                after.remove(domain);
            } else {
                after.put(domain, own);
            }
            return new Loaded(after, version + 1);
        }
    }

    Loaded load() {
        try {
            while (true) {
                long version = storage.version(SPACE);
                Map<Domain, List<DomainKey>> keys = scan();
                if (storage.version(SPACE) == version) {
                    return new Loaded(keys, version);
                }
            }
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        }
    }

    private Map<Domain, List<DomainKey>> scan() {
        Map<Domain, List<DomainKey>> keys = new TreeMap<>();
        byte[] from = KeyOctets.prefix();
        byte[] to = Keys.afterPrefix(from);
        while (true) {
            List<Entry> page = storage.scan(SPACE, from, to, PAGE);
            for (Entry entry : page) {
                read(entry)
                        .ifPresent(key ->
                                keys.computeIfAbsent(key.domain(), _ -> new ArrayList<>())
                                        .add(key));
            }
            if (page.size() < PAGE) {
                keys.replaceAll((_, list) -> List.copyOf(list));
                return keys;
            }
            from = Keys.successor(page.getLast().key());
        }
    }

    /// One that cannot be read does not keep the others from signing.
    private static Optional<DomainKey> read(Entry entry) {
        String domain = KeyOctets.domain(entry.key());
        String selector = KeyOctets.selector(entry.key());
        try {
            KeyOctets octets = KeyOctets.decode(entry.value());
            return Optional.of(
                    new DomainKey(
                            new Domain(domain),
                            selector,
                            algorithm(octets.algorithm()),
                            octets.publicKey(),
                            state(octets.state()),
                            Instant.ofEpochMilli(octets.made()),
                            Instant.ofEpochMilli(octets.since()),
                            octets.seen() == 0
                                    ? Optional.empty()
                                    : Optional.of(Instant.ofEpochMilli(octets.seen())),
                            octets.published() == 1
                                    ? DomainKey.Published.FOR_LONG
                                    : DomainKey.Published.NOT_YET));
        } catch (IllegalArgumentException unreadable) {
            LOG.error(
                    "event=dkim-key-unreadable domain={} selector={} reason=\"{}\"",
                    domain,
                    selector,
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static SigningAlgorithm algorithm(int number) {
        return switch (number) {
            case 1 -> SigningAlgorithm.RSA_SHA256;
            case 2 -> SigningAlgorithm.ED25519_SHA256;
            default -> throw new IllegalArgumentException("no algorithm has number " + number);
        };
    }

    private static int number(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> 1;
            case ED25519_SHA256 -> 2;
        };
    }

    private static KeyState state(int number) {
        return switch (number) {
            case 1 -> KeyState.PREPARED;
            case 2 -> KeyState.SIGNING;
            case 3 -> KeyState.RETIRED;
            default -> throw new IllegalArgumentException("no state has number " + number);
        };
    }

    private static int number(KeyState state) {
        return switch (state) {
            case PREPARED -> 1;
            case SIGNING -> 2;
            case RETIRED -> 3;
        };
    }

    /// The key with its secret; empty when it has been erased.
    ///
    /// @throws UnavailableException when the store cannot tell, or the secret is damaged
    Optional<SigningKey> secret(DomainKey key) {
        byte[] secret = octets(key).map(KeyOctets::secret).orElse(new byte[0]);
        if (secret.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    SigningKey.of(key.domain().toAscii(), key.selector(), key.algorithm(), secret));
        } catch (UnusableKeyException damaged) {
            throw new UnavailableException("the key " + key + " cannot be used", damaged);
        }
    }

    private Optional<KeyOctets> octets(DomainKey key) {
        try {
            return storage.read(SPACE, KeyOctets.key(key.domain().name(), key.selector()))
                    .map(KeyOctets::decode);
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        } catch (IllegalArgumentException damaged) {
            throw new UnavailableException("the key " + key + " cannot be read", damaged);
        }
    }

    Change put(DomainKey key, SigningKey secret) {
        return put(key, secret.pkcs8());
    }

    /// Writes its new state; the secret stays, unless the key has retired.
    Change put(DomainKey key) {
        byte[] secret =
                key.is(KeyState.RETIRED)
                        ? new byte[0]
                        : octets(key).map(KeyOctets::secret).orElse(new byte[0]);
        return put(key, secret);
    }

    private static Change put(DomainKey key, byte[] secret) {
        KeyOctets octets =
                new KeyOctets(
                        number(key.state()),
                        number(key.algorithm()),
                        key.trust() == DomainKey.Published.FOR_LONG ? 1 : 0,
                        key.made().toEpochMilli(),
                        key.since().toEpochMilli(),
                        key.seen().map(Instant::toEpochMilli).orElse(0L),
                        key.publicKey(),
                        secret);
        return new Change.Put(KeyOctets.key(key.domain().name(), key.selector()), octets.encode());
    }

    static Change delete(DomainKey key) {
        return new Change.Delete(KeyOctets.key(key.domain().name(), key.selector()));
    }

    /// @return true when the changes are durable, false when the space has another version
    boolean commit(long expectedVersion, List<Change> changes) {
        Commit commit =
                new Commit(
                        UUID.randomUUID(),
                        List.of(SpaceChanges.ifVersion(SPACE, expectedVersion, changes)));
        try {
            return switch (storage.commit(commit)) {
                case CommitOutcome.Committed _ -> true;
                case CommitOutcome.VersionMismatch _ -> false;
                case CommitOutcome.Failed(var reason) -> throw reason;
            };
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        }
    }

    private static UnavailableException unavailable(StorageException trouble) {
        return new UnavailableException(
                "the signing keys cannot be read or changed for now: " + trouble.getMessage(),
                trouble);
    }
}
