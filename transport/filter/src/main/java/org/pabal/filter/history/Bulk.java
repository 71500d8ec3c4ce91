// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.pabal.filter.history.format.v1.HistoryKeys;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamTest;
import org.pabal.spam.statistics.Kind;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// Texts that were called spam lately, and texts that come to many at the same time; found again when
/// a few words are others. Safe for use by many threads.
final class Bulk {
    private static final int MOST_KNOWN = 50_000;
    private static final int MOST_RECENT = 20_000;
    private static final int MOST_COUNTED = 200;
    private static final int MANY = 25;
    private static final Duration RECENT = Duration.ofHours(1);
    private static final int DAYS = 30;
    private static final byte VERSION = 1;
    private static final int CHUNK = 1_000;

    private final Storage storage;

    /// The day on which a text was called spam. All are guarded by this.
    private final DigestIndex<Integer> spam = new DigestIndex<>(MOST_KNOWN);

    private final DigestIndex<Recent> recent = new DigestIndex<>(MOST_RECENT);
    private final List<Change> changes = new ArrayList<>();

    /// To whom a text came, since when.
    private record Recent(Instant since, Set<Integer> recipients) {}

    Bulk(Storage storage) {
        this.storage = storage;
    }

    synchronized void load() {
        byte[] from = HistoryKeys.texts();
        byte[] to = Keys.afterPrefix(from);
        List<Entry> some;
        do {
            some = storage.scan(Space.Shared.FILTER, from, to, CHUNK);
            for (Entry each : some) {
                if (each.value().length == 3 && each.value()[0] == VERSION) {
                    int day = (each.value()[1] & 0xFF) << 8 | each.value()[2] & 0xFF;
                    spam.put(HistoryKeys.digestOf(each.key()), day);
                }
                from = Keys.successor(each.key());
            }
        } while (some.size() == CHUNK);
    }

    /// Somebody says what a text is, or takes back what was said.
    synchronized void said(OptionalLong text, Optional<Kind> word, Instant at) {
        if (text.isEmpty()) {
            return;
        }
        if (word.equals(Optional.of(Kind.SPAM))) {
            int day = day(at);
            put(text.getAsLong(), day);
        } else {
            spam.near(text.getAsLong()).ifPresent(this::remove);
        }
    }

    private void put(long digest, int day) {
        spam.put(digest, day).forEach(this::remove);
        changes.add(
                new Change.Put(
                        HistoryKeys.text(digest),
                        new byte[] {VERSION, (byte) (day >>> 8), (byte) day}));
    }

    private void remove(long digest) {
        spam.remove(digest);
        changes.add(new Change.Delete(HistoryKeys.text(digest)));
    }

    private static int day(Instant at) {
        return (int) TimeUnit.SECONDS.toDays(at.getEpochSecond());
    }

    /// @param wanted of mail that lists send to many with their subscribers' will
    synchronized List<Finding> findings(
            long text, List<String> recipients, boolean wanted, Instant at) {
        List<Finding> found = new ArrayList<>(1);
        Optional<Integer> called = spam.near(text).flatMap(spam::get);
        if (called.isPresent() && day(at) - called.get() <= DAYS) {
            found.add(SpamTest.BULK_KNOWN.found());
        }
        int many = wanted ? 0 : count(text, recipients, at);
        if (many >= MANY) {
            found.add(SpamTest.BULK_MANY.found(Integer.toString(many)));
        }
        return found;
    }

    private int count(long text, List<String> recipients, Instant at) {
        Optional<Long> near = recent.near(text);
        Optional<Recent> there =
                near.flatMap(recent::get).filter(each -> each.since.plus(RECENT).isAfter(at));
        Set<Integer> all = there.map(Recent::recipients).orElseGet(HashSet::new);
        recipients.stream()
                .limit(MOST_COUNTED)
                .filter(_ -> all.size() < MOST_COUNTED)
                .forEach(each -> all.add(each.hashCode()));
        if (there.isEmpty()) {
            near.ifPresent(recent::remove);
            recent.put(text, new Recent(at, all));
        }
        return all.size();
    }

    /// Writes what has changed, and forgets what is old.
    void write(Instant now) {
        List<Change> some;
        synchronized (this) {
            List<Long> old = new ArrayList<>();
            for (Map.Entry<Long, Integer> each : spam.all().entrySet()) {
                if (day(now) - each.getValue() > DAYS) {
                    old.add(each.getKey());
                }
            }
            old.forEach(this::remove);
            some = List.copyOf(changes);
            changes.clear();
        }
        if (!some.isEmpty()) {
            storage.commit(
                    new Commit(
                            java.util.UUID.randomUUID(),
                            List.of(SpaceChanges.of(Space.Shared.FILTER, some))));
        }
    }
}
