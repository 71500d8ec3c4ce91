// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entries in the store. Safe for use by many threads.
final class StoredEntries {
    private static final Logger LOG = LoggerFactory.getLogger(StoredEntries.class);
    private static final int PAGE = 1_000;

    private final Storage storage;
    private final Ledger ledger;
    private final InstantSource clock;

    StoredEntries(Storage storage, Ledger ledger, InstantSource clock) {
        this.storage = storage;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Reads all entries, a page at a time. What cannot be read stays where it is.
    ///
    /// @return how many could not be read
    int loadAll(Consumer<QueueEntry> each) {
        int damaged = 0;
        byte[] from = EntryFormat.FIRST_KEY;
        List<Entry> page;
        do {
            page = page(from, PAGE);
            for (Entry stored : page) {
                Optional<QueueEntry> entry = read(stored);
                entry.ifPresent(each);
                damaged += entry.isPresent() ? 0 : 1;
                from = Keys.successor(stored.key());
            }
        } while (page.size() == PAGE);
        return damaged;
    }

    private List<Entry> page(byte[] from, int limit) {
        byte[] to = Keys.afterPrefix(EntryFormat.FIRST_KEY);
        return storage.scan(Space.Shared.QUEUE, from, to, limit);
    }

    private static Optional<QueueEntry> read(Entry stored) {
        try {
            return Optional.of(EntryFormat.entry(stored.key(), stored.value()));
        } catch (RuntimeException unreadable) {
            LOG.error(
                    "queue entry {} cannot be read and stays where it is; keep the store and"
                            + " report this",
                    HexFormat.of().formatHex(stored.key()),
                    unreadable);
            return Optional.empty();
        }
    }

    List<QueueEntry> list(Optional<QueueId> after, int limit) {
        byte[] from =
                after.map(id -> Keys.successor(EntryFormat.key(id))).orElse(EntryFormat.FIRST_KEY);
        return page(from, limit).stream().flatMap(stored -> read(stored).stream()).toList();
    }

    Optional<QueueEntry> find(QueueId id) {
        byte[] key = EntryFormat.key(id);
        return storage.read(Space.Shared.QUEUE, key).map(value -> EntryFormat.entry(key, value));
    }

    List<Change> additions(List<QueueEntry> entries) {
        List<Change> changes = new ArrayList<>(entries.size() * 2);
        for (QueueEntry entry : entries) {
            byte[] key = EntryFormat.key(entry.id());
            changes.add(new Change.Put(key, EntryFormat.value(entry)));
            changes.add(new Change.AddReference(entry.content().blob(), key));
        }
        return changes;
    }

    static List<Change> outcome(QueueEntry after) {
        byte[] key = EntryFormat.key(after.id());
        if (after.isDone()) {
            return List.of(
                    new Change.Delete(key),
                    new Change.RemoveReference(after.content().blob(), key));
        }
        return List.of(new Change.Put(key, EntryFormat.value(after)));
    }

    /// Records a change that no attempt made.
    ///
    /// @param outcome for the ledger; empty for none
    void commit(QueueEntry after, Optional<LedgerRecord.Outcome> outcome) {
        List<SpaceChanges> parts = new ArrayList<>(2);
        parts.add(SpaceChanges.of(Space.Shared.QUEUE, outcome(after)));
        outcome.ifPresent(o -> parts.add(SpaceChanges.of(Space.Shared.LEDGER, records(after, o))));
        storage.commit(new Commit(UUID.randomUUID(), parts));
    }

    private List<Change> records(QueueEntry entry, LedgerRecord.Outcome outcome) {
        return entry.recipients().stream()
                .filter(recipient -> recipient.state() != Recipient.State.DELIVERED)
                .map(recipient ->
                        entry.record(recipient, outcome, entry.held().orElse(""), clock.instant()))
                .map(ledger::addition)
                .toList();
    }
}
