// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and reads ledger records. What one commit says of one mail is one value; all values of a
/// mail lie together, and mails lie in the order in which they came. Safe for use by many threads.
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int AT_ONCE = 1_000;

    private final Storage storage;
    private final LedgerIndex index;
    private final LedgerObserver observer;
    private final AtomicInteger numbers;

    /// @param random for where to begin to number, so that another run's numbers are not met
    public Ledger(Storage storage, InstantSource clock, RandomGenerator random) {
        this(storage, clock, random, LedgerObserver.NONE);
    }

    /// @param observer learns of what was recorded
    public Ledger(
            Storage storage, InstantSource clock, RandomGenerator random, LedgerObserver observer) {
        this.storage = storage;
        this.observer = observer;
        this.index = new LedgerIndex(storage, clock);
        this.numbers = new AtomicInteger(random.nextInt() >>> 1);
    }

    // Writing

    /// The change to {@link Space.Shared#LEDGER} that adds a record, for the commit of its fact.
    public Change addition(LedgerRecord record) {
        return put(List.of(record));
    }

    /// The changes to {@link Space.Shared#LEDGER} that add records, for the commit of their facts:
    /// one for each mail, as a rule.
    public List<Change> additions(List<LedgerRecord> records) {
        List<Change> changes = new ArrayList<>(2);
        Map<MailId, List<LedgerRecord>> byMail = new LinkedHashMap<>(2);
        for (LedgerRecord record : records) {
            byMail.computeIfAbsent(record.mail(), m -> new ArrayList<>(records.size())).add(record);
        }
        byMail.forEach((mail, ofMail) -> {
            changes.add(put(ofMail));
            changes.addAll(index.atOnce(mail, ofMail));
        });
        return changes;
    }

    private Change put(List<LedgerRecord> ofMail) {
        LedgerRecord first = ofMail.getFirst();
        byte[] key = RecordFormat.key(first.mail(), first.at(), numbers.getAndIncrement());
        return new Change.Put(key, RecordFormat.value(ofMail));
    }

    /// The commit with these records is durable.
    public void recorded(List<LedgerRecord> records) {
        if (!records.isEmpty()) {
            observer.recorded(this, records);
        }
    }

    // Reading

    /// All that is known of a mail, oldest first; empty when nothing is.
    public List<LedgerRecord> of(MailId mail) {
        byte[] first = RecordFormat.firstKey(mail);
        List<LedgerRecord> records = new ArrayList<>();
        each(first, Keys.afterPrefix(first), records::addAll);
        return records;
    }

    /// Records of mails that came at `from <= time < to`, the oldest mail's first.
    ///
    /// @param limit the most to return
    public List<LedgerRecord> between(Instant from, Instant to, int limit) {
        List<LedgerRecord> records = new ArrayList<>();
        byte[] end = RecordFormat.firstKey(MailId.atEarliest(to));
        for (Entry entry :
                storage.scan(
                        Space.Shared.LEDGER,
                        RecordFormat.firstKey(MailId.atEarliest(from)),
                        end,
                        limit)) {
            records.addAll(read(entry));
        }
        return records.subList(0, Math.min(limit, records.size()));
    }

    /// The ids of mails that have to do with a term, oldest first.
    ///
    /// @param limit the newest so many
    public Found find(Term term, Instant since, int limit) {
        return index.find(term, MailId.atEarliest(since), limit);
    }

    /// @param mails oldest first
    /// @param more older ones were found and left out
    public record Found(List<MailId> mails, boolean more) {}

    /// Gives each mail that came at `from <= time < to` with all its records, oldest first.
    public void eachMail(Instant from, Instant to, Consumer<List<LedgerRecord>> mail) {
        List<LedgerRecord> open = new ArrayList<>();
        each(
                RecordFormat.firstKey(MailId.atEarliest(from)),
                RecordFormat.firstKey(MailId.atEarliest(to)),
                records -> {
                    if (!open.isEmpty()
                            && !records.isEmpty()
                            && !open.getFirst().mail().equals(records.getFirst().mail())) {
                        mail.accept(List.copyOf(open));
                        open.clear();
                    }
                    open.addAll(records);
                });
        if (!open.isEmpty()) {
            mail.accept(List.copyOf(open));
        }
    }

    private void each(byte[] from, byte[] to, Consumer<List<LedgerRecord>> each) {
        byte[] next = from;
        List<Entry> page;
        do {
            page = storage.scan(Space.Shared.LEDGER, next, to, AT_ONCE);
            for (Entry entry : page) {
                each.accept(read(entry));
                next = Keys.successor(entry.key());
            }
        } while (page.size() == AT_ONCE);
    }

    /// What cannot be read stays where it is and is passed over.
    static List<LedgerRecord> read(Entry entry) {
        try {
            return RecordFormat.records(entry);
        } catch (IllegalArgumentException unreadable) {
            LOG.error(
                    "event=ledger-unreadable key={} reason=\"{}\"",
                    HexFormat.of().formatHex(entry.key()),
                    unreadable.getMessage());
            return List.of();
        }
    }

    // Keeping

    /// Takes new mails up into the index, when there are enough. A kill in between loses nothing:
    /// what is not indexed is searched record by record.
    ///
    /// @return how many mails were taken up; call again while it is not 0
    public int index() {
        return index.extend();
    }

    /// Forgets up to a thousand records of mails that came before a time, and then what the index
    /// has of them.
    ///
    /// @return how many were forgotten; call again while it is not 0
    public int prune(Instant before) {
        MailId first = MailId.atEarliest(before);
        int pruned =
                delete(
                        storage.scan(
                                Space.Shared.LEDGER,
                                RecordFormat.firstKey(),
                                RecordFormat.firstKey(first),
                                AT_ONCE));
        return pruned > 0 ? pruned : delete(index.before(first));
    }

    private int delete(List<Entry> old) {
        if (old.isEmpty()) {
            return 0;
        }
        List<Change> changes = new ArrayList<>(old.size());
        old.forEach(entry -> changes.add(new Change.Delete(entry.key())));
        SpaceChanges part = SpaceChanges.of(Space.Shared.LEDGER, changes);
        storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
        return old.size();
    }
}
