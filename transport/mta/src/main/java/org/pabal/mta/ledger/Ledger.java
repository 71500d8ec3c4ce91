// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.pabal.mta.ledger.format.v1.LedgerOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// Writes and reads ledger records. Key: `r`, time in milliseconds, mail id, a random number that
/// keeps records of one millisecond apart.
public final class Ledger {
    private static final byte PREFIX = 'r';
    private static final int KEY_OCTETS = 1 + Long.BYTES + MailId.OCTETS + Long.BYTES;
    private static final int PRUNED_AT_ONCE = 1_000;

    private final Storage storage;
    private final RandomGenerator random;

    /// @param random safe for use by many threads
    public Ledger(Storage storage, RandomGenerator random) {
        this.storage = storage;
        this.random = random;
    }

    /// The change to {@link Space.Shared#LEDGER} that adds a record, for the commit of its fact.
    public Change addition(LedgerRecord record) {
        LedgerOctets octets =
                new LedgerOctets(
                        record.session(),
                        record.reversePath(),
                        record.recipient(),
                        record.outcome().number(),
                        record.detail(),
                        record.queueId());
        return new Change.Put(key(record), octets.encode());
    }

    private byte[] key(LedgerRecord record) {
        ByteBuffer key = ByteBuffer.allocate(KEY_OCTETS);
        key.put(PREFIX).putLong(record.at().toEpochMilli());
        record.mail().writeTo(key);
        return key.putLong(random.nextLong()).array();
    }

    /// Records with `from <= at < to`, oldest first.
    ///
    /// @param limit the most to return
    public List<LedgerRecord> between(Instant from, Instant to, int limit) {
        List<LedgerRecord> records = new ArrayList<>();
        for (Entry entry : storage.scan(Space.Shared.LEDGER, timeKey(from), timeKey(to), limit)) {
            records.add(decode(entry));
        }
        return records;
    }

    private static byte[] timeKey(Instant time) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(PREFIX)
                .putLong(Math.max(0, time.toEpochMilli()))
                .array();
    }

    private static LedgerRecord decode(Entry entry) {
        ByteBuffer key = ByteBuffer.wrap(entry.key());
        key.get();
        Instant at = Instant.ofEpochMilli(key.getLong());
        MailId mail = MailId.readFrom(key);
        LedgerOctets octets = LedgerOctets.decode(entry.value());
        return new LedgerRecord(
                at,
                mail,
                octets.session(),
                octets.reversePath(),
                octets.recipient(),
                LedgerRecord.Outcome.of(octets.outcome()),
                octets.detail(),
                octets.queueId());
    }

    /// Forgets up to a thousand records older than a time.
    ///
    /// @return how many were forgotten; call again while it is not 0
    public int prune(Instant before) {
        Instant start = Instant.EPOCH;
        List<Entry> old =
                storage.scan(Space.Shared.LEDGER, timeKey(start), timeKey(before), PRUNED_AT_ONCE);
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
