// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// Finds mails by address, Message-ID and session, at nearly no cost to their commits.
///
/// The index is made afterwards, for some ten thousand mails at a time: 256 values, one for each
/// first octet of a term's hash, with the rest of each hash and the mail's id. What one term leads
/// to over a month is one range of some hundred values. Mails behind the {@link #mark} are not
/// indexed yet and are read one by one.
///
/// A mail's id is given at MAIL, its records come with the commit after DATA, when the index may
/// have passed the id already. Therefore the index stays behind the clock by {@link #LAG}, and a
/// mail that took more than half of that brings its own index entries in its commit.
///
/// Keys: `m` holds the mark; `x`, bucket, the last mail's id, kind (0 many mails, 1 one mail).
final class LedgerIndex {
    private static final Duration LAG = Duration.ofMinutes(2);
    private static final Duration LATE = Duration.ofMinutes(1);

    /// Enough to make the values large, and few enough to be read one by one at any time.
    static final int MAILS_AT_ONCE = 16_384;

    private static final int HITS_AT_ONCE = 8 * MAILS_AT_ONCE;

    private static final byte[] MARK = {'m'};
    private static final byte PREFIX = 'x';
    private static final int BUCKETS = 256;
    private static final int ENTRY_OCTETS = Integer.BYTES + MailId.OCTETS;
    private static final int PAGE = 1_000;
    private static final byte VERSION = 1;

    private enum Kind {
        MANY(0),
        ONE(1);

        private final byte number;

        Kind(int number) {
            this.number = (byte) number;
        }
    }

    private final Storage storage;
    private final InstantSource clock;

    /// Mails up to this one are indexed.
    private volatile MailId mark;

    /// For the next piece of the index; in memory until there is enough.
    private Batch gathered = new Batch();

    LedgerIndex(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
        this.mark =
                storage.read(Space.Shared.LEDGER, MARK)
                        .map(value -> MailId.readFrom(ByteBuffer.wrap(value, 1, MailId.OCTETS)))
                        .orElse(new MailId(0, 0));
    }

    // Writing

    /// The index entries of a mail whose id the index may pass before its records are there.
    List<Change> atOnce(MailId mail, List<LedgerRecord> records) {
        long reached = Math.max(clock.millis() - LATE.toMillis(), mark.millis() + LATE.toMillis());
        if (mail.millis() >= reached || records.stream().allMatch(LedgerIndex::isLater)) {
            return List.of();
        }
        Batch batch = new Batch();
        batch.add(mail, records);
        return batch.puts(mail, Kind.ONE);
    }

    /// Says nothing that could be looked for and that earlier records did not say.
    private static boolean isLater(LedgerRecord record) {
        return switch (record.outcome()) {
            case ACCEPTED, REFUSED -> false;
            case STORED,
                    QUEUED,
                    RELAYED,
                    DEFERRED,
                    FAILED,
                    BOUNCED,
                    DISCARDED,
                    HELD,
                    REMOVED,
                    JOINED,
                    CONTINUED,
                    QUARANTINED,
                    RELEASED,
                    HURRIED,
                    DELAY_REPORTED ->
                    true;
        };
    }

    /// Indexes the next mails, if there are enough.
    ///
    /// @return how many
    synchronized int extend() {
        MailId end = MailId.atEarliest(clock.instant().minus(LAG));
        byte[] to = RecordFormat.firstKey(end);
        while (!gathered.isLarge()) {
            byte[] from = gathered.next.length == 0 ? afterMark() : gathered.next;
            List<Entry> page = storage.scan(Space.Shared.LEDGER, from, to, PAGE);
            if (page.isEmpty()) {
                return 0;
            }
            for (Entry entry : page) {
                gathered.add(RecordFormat.mail(entry.key()), Ledger.read(entry));
                gathered.next = Keys.successor(entry.key());
            }
        }
        Batch full = gathered;
        gathered = new Batch();
        return commit(full, full.last);
    }

    private byte[] afterMark() {
        return Keys.afterPrefix(RecordFormat.firstKey(mark));
    }

    private int commit(Batch batch, MailId last) {
        List<Change> changes = batch.puts(last, Kind.MANY);
        ByteBuffer value = ByteBuffer.allocate(1 + MailId.OCTETS).put(VERSION);
        last.writeTo(value);
        changes.add(new Change.Put(MARK, value.array()));
        SpaceChanges part = SpaceChanges.of(Space.Shared.LEDGER, changes);
        storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
        mark = last;
        return batch.mails;
    }

    /// Index entries on their way to the store.
    private static final class Batch {
        private final List<List<Hit>> buckets = new ArrayList<>(BUCKETS);
        private MailId last = new MailId(0, 0);
        private int mails;
        private int hits;

        /// Where to go on reading; empty at the beginning.
        private byte[] next = {};

        Batch() {
            for (int i = 0; i < BUCKETS; i++) {
                buckets.add(new ArrayList<>());
            }
        }

        void add(MailId mail, List<LedgerRecord> records) {
            mails += mail.equals(last) ? 0 : 1;
            last = mail;
            for (Term term : Term.of(records)) {
                long hash = term.hash();
                int bucket = bucket(hash);
                buckets.get(bucket).add(new Hit((int) hash, mail));
                hits++;
            }
        }

        boolean isLarge() {
            return mails >= MAILS_AT_ONCE || hits >= HITS_AT_ONCE;
        }

        List<Change> puts(MailId last, Kind kind) {
            List<Change> changes = new ArrayList<>();
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                List<Hit> hits = buckets.get(bucket);
                if (!hits.isEmpty()) {
                    changes.add(new Change.Put(key(bucket, last, kind), value(hits)));
                }
            }
            return changes;
        }

        private static byte[] value(List<Hit> hits) {
            ByteBuffer value = ByteBuffer.allocate(1 + hits.size() * ENTRY_OCTETS).put(VERSION);
            for (Hit hit : hits) {
                value.putInt(hit.rest);
                hit.mail.writeTo(value);
            }
            return value.array();
        }
    }

    /// @param rest of the hash behind the bucket
    private record Hit(int rest, MailId mail) {}

    private static int bucket(long hash) {
        return (int) (hash >>> 32) & 0xFF;
    }

    private static byte[] key(int bucket, MailId last, Kind kind) {
        ByteBuffer key = ByteBuffer.allocate(2 + MailId.OCTETS + 1);
        key.put(PREFIX).put((byte) bucket);
        last.writeTo(key);
        return key.put(kind.number).array();
    }

    // Reading

    /// Mails from a first one on, as {@link Ledger#find} says.
    Ledger.Found find(Term term, MailId first, int limit) {
        TreeSet<MailId> found = new TreeSet<>();
        boolean more = inIndex(term, first, limit, found);
        more |= behindTheMark(term, first, limit, found);
        return new Ledger.Found(List.copyOf(found), more);
    }

    private boolean inIndex(Term term, MailId first, int limit, NavigableSet<MailId> found) {
        long hash = term.hash();
        byte[] next = key(bucket(hash), first, Kind.MANY);
        byte[] to = Keys.afterPrefix(new byte[] {PREFIX, (byte) bucket(hash)});
        boolean more = false;
        List<Entry> page;
        do {
            page = storage.scan(Space.Shared.LEDGER, next, to, PAGE);
            for (Entry entry : page) {
                next = Keys.successor(entry.key());
                ByteBuffer value = ByteBuffer.wrap(entry.value()).position(1);
                while (value.remaining() >= ENTRY_OCTETS) {
                    int rest = value.getInt();
                    MailId mail = MailId.readFrom(value);
                    if (rest == (int) hash && mail.compareTo(first) >= 0) {
                        more |= keep(mail, limit, found);
                    }
                }
            }
        } while (page.size() == PAGE);
        return more;
    }

    private boolean behindTheMark(Term term, MailId first, int limit, NavigableSet<MailId> found) {
        boolean more = false;
        byte[] next = first.compareTo(mark) > 0 ? RecordFormat.firstKey(first) : afterMark();
        List<Entry> page;
        do {
            page = storage.scan(Space.Shared.LEDGER, next, RecordFormat.endKey(), PAGE);
            for (Entry entry : page) {
                next = Keys.successor(entry.key());
                if (Term.of(Ledger.read(entry)).contains(term)) {
                    more |= keep(RecordFormat.mail(entry.key()), limit, found);
                }
            }
        } while (page.size() == PAGE);
        return more;
    }

    /// @return true when an older one had to go
    private static boolean keep(MailId mail, int limit, NavigableSet<MailId> found) {
        if (found.add(mail) && found.size() > limit) {
            found.pollFirst();
            return true;
        }
        return false;
    }

    // Keeping

    /// Index values of which every mail came before another.
    List<Entry> before(MailId first) {
        List<Entry> old = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS && old.size() < PAGE; bucket++) {
            byte[] from = {PREFIX, (byte) bucket};
            old.addAll(
                    storage.scan(Space.Shared.LEDGER, from, key(bucket, first, Kind.MANY), PAGE));
        }
        return old;
    }

    /// For tests.
    MailId mark() {
        return mark;
    }

    /// For tests.
    static Instant reach(Instant now) {
        return now.minus(LAG);
    }
}
