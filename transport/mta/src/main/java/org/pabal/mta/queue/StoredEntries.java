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
import org.pabal.mta.ledger.MailId;
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
    int loadAll(Consumer<List<QueueEntry>> some) {
        int damaged = 0;
        byte[] from = EntryFormat.FIRST_KEY;
        List<Entry> page;
        do {
            page = page(from, PAGE);
            List<QueueEntry> read = page.stream().flatMap(e -> read(e).stream()).toList();
            damaged += page.size() - read.size();
            some.accept(read);
            if (!page.isEmpty()) {
                from = Keys.successor(page.getLast().key());
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

    List<QueueEntry> of(MailId mail) {
        byte[] prefix = EntryFormat.prefix(mail);
        return storage.scan(Space.Shared.QUEUE, prefix, Keys.afterPrefix(prefix), PAGE).stream()
                .flatMap(stored -> read(stored).stream())
                .toList();
    }

    List<QueueEntry> list(Optional<QueueId> after, int limit) {
        return page(keyBehind(after), limit).stream()
                .flatMap(stored -> read(stored).stream())
                .toList();
    }

    /// @param limit the most to return
    /// @param lookedAt the most to look at
    QueuePage page(QueueFilter filter, Optional<QueueId> after, int limit, int lookedAt) {
        List<QueueEntry> fitting = new ArrayList<>();
        byte[] from = keyBehind(after);
        Optional<QueueId> last = Optional.empty();
        for (int looked = 0; looked < lookedAt; ) {
            List<Entry> some = page(from, Math.min(PAGE, lookedAt - looked));
            for (Entry stored : some) {
                looked++;
                from = Keys.successor(stored.key());
                last = Optional.of(EntryFormat.id(stored.key()));
                read(stored).filter(filter::fits).ifPresent(fitting::add);
                if (fitting.size() == limit) {
                    return new QueuePage(fitting, last);
                }
            }
            if (some.isEmpty()) {
                return new QueuePage(fitting, Optional.empty());
            }
        }
        return new QueuePage(fitting, last);
    }

    private static byte[] keyBehind(Optional<QueueId> after) {
        return after.map(id -> Keys.successor(EntryFormat.key(id))).orElse(EntryFormat.FIRST_KEY);
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

    /// Records what an operator wished.
    void commit(List<Wished> changed, Intervention wish) {
        String detail =
                switch (wish) {
                    case Intervention.Hold(var reason) -> reason;
                    case Intervention.Remove(var reason) -> reason;
                    case Intervention.Release _, Intervention.Retry _ -> "by an operator";
                };
        List<Change> queue = new ArrayList<>();
        List<LedgerRecord> records = new ArrayList<>();
        for (Wished entry : changed) {
            queue.addAll(outcome(entry.after));
            records.addAll(records(entry.before, wish.outcome(), detail));
        }
        commit(queue, records);
    }

    /// An entry as it is and as it is to be.
    record Wished(QueueEntry before, QueueEntry after) {}

    /// Records that an entry broke something.
    void commitCrash(QueueEntry counted) {
        commitCrashes(List.of(counted));
    }

    void commitCrashes(List<QueueEntry> counted) {
        List<Change> queue = new ArrayList<>();
        List<LedgerRecord> records = new ArrayList<>();
        for (QueueEntry entry : counted) {
            queue.addAll(outcome(entry));
            entry.held()
                    .map(reason -> records(entry, LedgerRecord.Outcome.HELD, reason))
                    .ifPresent(records::addAll);
        }
        commit(queue, records);
    }

    private void commit(List<Change> queue, List<LedgerRecord> records) {
        List<SpaceChanges> parts = new ArrayList<>(2);
        parts.add(SpaceChanges.of(Space.Shared.QUEUE, queue));
        if (!records.isEmpty()) {
            parts.add(SpaceChanges.of(Space.Shared.LEDGER, ledger.additions(records)));
        }
        storage.commit(new Commit(UUID.randomUUID(), parts));
        ledger.recorded(records);
    }

    /// For every recipient whose end the ledger waits for.
    private List<LedgerRecord> records(
            QueueEntry entry, LedgerRecord.Outcome outcome, String detail) {
        return entry.recipients().stream()
                .filter(Recipient::isOpen)
                .map(recipient -> entry.record(recipient, outcome, detail, clock.instant()))
                .toList();
    }
}
