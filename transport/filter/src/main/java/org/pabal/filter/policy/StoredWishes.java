// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.pabal.filter.policy.format.v1.WishLines;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators have set at run time. Safe for use by many threads.
///
/// What is in use is remembered: nothing is read from the store for each mail.
public final class StoredWishes {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWishes.class);
    private static final int REMEMBERED = 20_000;
    private static final int MAX_DOMAINS = 100_000;

    /// An account may have come from another host with wishes of its own.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Storage storage;
    private final Cache<Scope, Wishes> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();

    public StoredWishes(Storage storage) {
        this.storage = storage;
    }

    /// @throws org.pabal.storage.StorageException when they cannot be read
    public Wishes of(Scope scope) {
        return known.get(scope, this::read);
    }

    private Wishes read(Scope scope) {
        return storage.read(scope.space(), scope.key())
                .map(StoredWishes::decode)
                .orElse(Wishes.NONE);
    }

    /// Those of all domains that have any.
    public Map<String, Wishes> ofDomains() {
        Map<String, Wishes> all = new LinkedHashMap<>();
        byte[] from = {Scope.SHARED_KEY, 0};
        byte[] to = {Scope.SHARED_KEY + 1};
        for (Entry entry : storage.scan(Space.Shared.FILTER, from, to, MAX_DOMAINS)) {
            byte[] key = entry.key();
            all.put(
                    new String(key, 1, key.length - 1, StandardCharsets.UTF_8),
                    decode(entry.value()));
        }
        return all;
    }

    /// Changes them; durable when it returns.
    ///
    /// @throws IllegalArgumentException when there would be too many entries
    public synchronized Wishes change(Scope scope, UnaryOperator<Wishes> change) {
        Wishes next = change.apply(read(scope));
        if (next.entries().size() > Wishes.MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "there are " + Wishes.MAX_ENTRIES + " entries already");
        }
        Change step =
                next.equals(Wishes.NONE)
                        ? new Change.Delete(scope.key())
                        : new Change.Put(scope.key(), encode(next));
        storage.commit(
                new Commit(
                        UUID.randomUUID(), List.of(SpaceChanges.of(scope.space(), List.of(step)))));
        known.invalidate(scope);
        LOG.info("event=spam-policy scope={} entries={}", scope, next.entries().size());
        return next;
    }

    private static byte[] encode(Wishes wishes) {
        List<List<String>> lines = new ArrayList<>();
        threshold("junk", wishes.junk(), lines);
        threshold("quarantine", wishes.quarantine(), lines);
        threshold("refuse", wishes.refuse(), lines);
        for (ListEntry entry : wishes.entries()) {
            String word = entry.kind() == ListEntry.Kind.ALLOWED ? "allow" : "block";
            lines.add(List.of(word, entry.sender().toString(), entry.note()));
        }
        return WishLines.encode(lines);
    }

    private static void threshold(String word, OptionalDouble value, List<List<String>> lines) {
        value.ifPresent(score -> lines.add(List.of(word, Double.toString(score))));
    }

    private static Wishes decode(byte[] record) {
        OptionalDouble junk = OptionalDouble.empty();
        OptionalDouble quarantine = OptionalDouble.empty();
        OptionalDouble refuse = OptionalDouble.empty();
        List<ListEntry> entries = new ArrayList<>();
        for (List<String> line : WishLines.decode(record)) {
            String value = line.size() > 1 ? line.get(1) : "";
            String note = line.size() > 2 ? line.get(2) : "";
            switch (line.getFirst()) {
                case "junk" -> junk = OptionalDouble.of(Double.parseDouble(value));
                case "quarantine" -> quarantine = OptionalDouble.of(Double.parseDouble(value));
                case "refuse" -> refuse = OptionalDouble.of(Double.parseDouble(value));
                case "allow" -> entry(value, ListEntry.Kind.ALLOWED, note, entries);
                case "block" -> entry(value, ListEntry.Kind.BLOCKED, note, entries);
                default -> {
                    // Of a later version: it is kept out of use, not out of the store's other
                    // lines.
                }
            }
        }
        return new Wishes(junk, quarantine, refuse, entries);
    }

    private static void entry(
            String sender, ListEntry.Kind kind, String note, List<ListEntry> entries) {
        SenderPattern.parse(sender)
                .ifPresent(pattern -> entries.add(new ListEntry(pattern, kind, note)));
    }
}
