// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.cluster.move.BucketDigest.KeyDigest;
import org.pabal.cluster.move.format.v1.ArrivalRecord;
import org.pabal.cluster.move.format.v1.ArrivalRecord.State;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.copy.AccountDoors;
import org.pabal.mailbox.copy.AccountRecords;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// One account that comes to this host. Its doors are shut until it is live, so that nobody else writes
/// to its space. Safe for use by many threads; one of them works at a time.
final class Arrival {
    private final Storage storage;
    private final MoveStore store;
    private final AccountDoors doors;
    private final KnownBlobs blobs;
    private final InstantSource clock;
    private final Space space;
    private final AccountImage image;
    private final ReentrantLock lock = new ReentrantLock();
    private ArrivalRecord record; // guarded by lock
    private Map<Long, Long> numbersThere; // guarded by lock
    private volatile Instant heard;

    Arrival(
            ArrivalRecord record,
            Storage storage,
            MoveStore store,
            AccountDoors doors,
            KnownBlobs blobs,
            InstantSource clock) {
        this.record = record;
        this.storage = storage;
        this.store = store;
        this.doors = doors;
        this.blobs = blobs;
        this.clock = clock;
        this.space = Space.account(record.account().value());
        this.image = new AccountImage(storage, space);
        this.numbersThere = inverse(record.numbers());
        this.heard = clock.instant();
    }

    private static Map<Long, Long> inverse(SortedMap<Long, Long> numbers) {
        Map<Long, Long> inverse = new HashMap<>();
        numbers.forEach((there, here) -> inverse.put(here, there));
        return inverse;
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T alone(Step<T> step) throws IOException {
        lock.lock();
        try {
            heard = clock.instant();
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    ArrivalRecord record() {
        lock.lock();
        try {
            return record;
        } finally {
            lock.unlock();
        }
    }

    /// When the source spoke of it last.
    Instant heard() {
        return heard;
    }

    private long here(long there) {
        return record.numbers().getOrDefault(there, 0L);
    }

    private long there(long here) {
        return numbersThere.getOrDefault(here, 0L);
    }

    /// @param known accounts of this host by their numbers there
    void learn(Map<Long, AccountId> known) throws IOException {
        alone(() -> {
            SortedMap<Long, Long> numbers = new TreeMap<>(record.numbers());
            known.forEach((there, here) -> numbers.put(there, here.value()));
            if (!numbers.equals(record.numbers())) {
                become(record.knowing(numbers));
            }
            return true;
        });
    }

    private void become(ArrivalRecord next) {
        store.change(MoveStore.put(next));
        record = next;
        numbersThere = inverse(next.numbers());
    }

    List<byte[]> buckets(byte[] after) throws IOException {
        return alone(() -> {
            byte[] afterHere =
                    after.length == 0
                            ? after
                            : AccountRecords.translatedBucket(after, this::here).orElse(after);
            return image.buckets(afterHere, MoveTarget.MAX_COMPARED).stream()
                    .map(bucket -> AccountRecords.translatedBucket(bucket, this::there))
                    .flatMap(Optional::stream)
                    .toList();
        });
    }

    List<BucketDigest.Contents> compare(List<BucketDigest> buckets) throws IOException {
        return alone(() -> {
            List<BucketDigest.Contents> differing = new ArrayList<>();
            for (BucketDigest there : buckets) {
                List<KeyDigest> records = records(there.bucket());
                BucketDigest here = BucketDigest.of(there.bucket(), records);
                if (!Arrays.equals(here.digest(), there.digest())) {
                    differing.add(new BucketDigest.Contents(there.bucket(), records));
                }
            }
            return differing;
        });
    }

    /// Of a bucket of the source, in the order of the source's keys.
    private List<KeyDigest> records(byte[] bucket) {
        SortedMap<byte[], KeyDigest> records = new TreeMap<>(Arrays::compareUnsigned);
        AccountRecords.translatedBucket(bucket, this::here)
                .ifPresent(here -> {
                    for (Entry entry : image.entries(here)) {
                        AccountRecords.translated(entry, this::there)
                                .ifPresent(there -> records.put(there.key(), image.digest(there)));
                    }
                });
        return List.copyOf(records.values());
    }

    Set<BlobId> missing(List<BlobId> asked) throws IOException {
        return alone(() -> {
            Set<BlobId> missing = new HashSet<>();
            for (BlobId blob : asked) {
                if (blobs.find(record.host(), blob).flatMap(storage::blob).isEmpty()) {
                    missing.add(blob);
                }
            }
            return missing;
        });
    }

    MoveTarget.Batch batch() {
        return new Batch();
    }

    /// What one commit adds; the lock is taken for the commit alone.
    private final class Batch implements MoveTarget.Batch {
        private final List<Entry> put = new ArrayList<>();
        private final List<byte[]> deleted = new ArrayList<>();
        private final Map<BlobId, BlobId> written = new HashMap<>();
        private BodyWriter open = BodyWriter.NONE;

        @Override
        public MoveTarget.BlobSink blob(BlobId blob, long size, int topOctets, byte[] sha256)
                throws IOException {
            finishBlob();
            open = new BodyWriter(storage.newBlob(), blob, size, topOctets, sha256);
            return open;
        }

        private void finishBlob() throws IOException {
            BodyWriter ended = open;
            open = BodyWriter.NONE;
            ended.finish(written);
        }

        @Override
        public void put(byte[] key, byte[] value) throws IOException {
            finishBlob();
            put.add(new Entry(key, value));
        }

        @Override
        public void delete(byte[] key) throws IOException {
            finishBlob();
            deleted.add(key);
        }

        @Override
        public void commit() throws IOException {
            finishBlob();
            alone(() -> {
                Arrival.this.commit(this);
                return true;
            });
        }

        @Override
        public void close() {
            open.close();
            open = BodyWriter.NONE;
        }
    }

    /// The octets of one message on their way into the store.
    private static final class BodyWriter implements MoveTarget.BlobSink {
        static final BodyWriter NONE = new BodyWriter();

        private final Optional<BlobWriter> writer;
        private final BlobId there;
        private final long size;
        private final byte[] top;
        private final byte[] sha256;
        private long written;

        private BodyWriter() {
            this.writer = Optional.empty();
            this.there = new BlobId(0, 0);
            this.size = 0;
            this.top = new byte[0];
            this.sha256 = new byte[0];
        }

        BodyWriter(BlobWriter writer, BlobId there, long size, int topOctets, byte[] sha256)
                throws IOException {
            if (topOctets < 0 || topOctets > BlobWriter.MAX_TOP_OCTETS || topOctets > size) {
                writer.close();
                throw new UnavailableException("a message with a top of " + topOctets + " octets");
            }
            this.writer = Optional.of(writer);
            this.there = there;
            this.size = size;
            this.top = new byte[topOctets];
            this.sha256 = sha256;
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (written + length > size) {
                throw new UnavailableException("a message is longer than was said");
            }
            int body = (int) Math.min(length, Math.max(0, size - top.length - written));
            if (body > 0) {
                writer.orElseThrow().write(octets, offset, body);
            }
            if (length > body) {
                int at = (int) (written + body - (size - top.length));
                System.arraycopy(octets, offset + body, top, at, length - body);
            }
            written += length;
        }

        void finish(Map<BlobId, BlobId> finished) throws IOException {
            if (writer.isEmpty()) {
                return;
            }
            try (BlobWriter ending = writer.get()) {
                if (written != size) {
                    throw new UnavailableException("a message is shorter than was said");
                }
                Blob blob = ending.finish(top);
                if (!Arrays.equals(blob.sha256(), sha256)) {
                    throw new UnavailableException("a message is not what it was at the source");
                }
                finished.put(there, blob.id());
            }
        }

        void close() {
            writer.ifPresent(BlobWriter::close);
        }
    }

    private void commit(Batch batch) throws IOException {
        if (record.state() == State.LIVE) {
            throw new UnavailableException("the account is live: nothing is taken any more");
        }
        List<Change> changes = new ArrayList<>();
        for (byte[] key : batch.deleted) {
            AccountRecords.translatedKey(key, this::here).ifPresent(here -> remove(here, changes));
        }
        for (Entry entry : batch.put) {
            Optional<Entry> here = AccountRecords.translated(entry, this::here);
            if (here.isPresent()) {
                put(here.get(), batch.written, changes);
            }
        }
        List<SpaceChanges> parts = new ArrayList<>();
        if (!changes.isEmpty()) {
            parts.add(SpaceChanges.of(space, changes));
        }
        ArrivalRecord next = record;
        if (record.state() == State.READY) {
            next = record.in(State.ARRIVING, clock.instant());
            parts.add(SpaceChanges.of(Space.Shared.MOVES, List.of(MoveStore.put(next))));
        }
        if (!parts.isEmpty()) {
            store.commit(parts);
        }
        record = next;
        batch.written.forEach((there, here) -> blobs.put(record.host(), there, here));
    }

    private void put(Entry entry, Map<BlobId, BlobId> written, List<Change> changes)
            throws IOException {
        if (!AccountRecords.isMessage(entry.key())) {
            changes.add(new Change.Put(entry.key(), entry.value()));
            return;
        }
        BlobId there = AccountRecords.blobOf(entry.value());
        BlobId here = written.get(there);
        if (here == null) {
            here =
                    blobs.find(record.host(), there)
                            .orElseThrow(() ->
                                    new UnavailableException("a message came without octets"));
        }
        remove(entry.key(), changes);
        changes.add(new Change.Put(entry.key(), AccountRecords.withBlob(entry.value(), here)));
        changes.add(new Change.AddReference(here, entry.key()));
    }

    private void remove(byte[] key, List<Change> changes) {
        if (AccountRecords.isMessage(key)) {
            Optional<byte[]> before = storage.read(space, key);
            if (before.isEmpty()) {
                return;
            }
            changes.add(new Change.RemoveReference(AccountRecords.blobOf(before.get()), key));
        }
        changes.add(new Change.Delete(key));
    }

    /// All that the source has was found equal here.
    void ready() throws IOException {
        alone(() -> {
            if (record.state() == State.LIVE) {
                throw new MoveRefusedException("the account is live here already");
            }
            doors.check(record.account());
            become(record.in(State.READY, clock.instant()));
            return true;
        });
    }

    /// Opens the account to all.
    ///
    /// @return false when it was open already
    boolean live() throws IOException {
        return alone(() ->
                switch (record.state()) {
                    case ARRIVING ->
                            throw new MoveRefusedException(
                                    "the account is not complete here: it cannot go live");
                    case READY -> {
                        open();
                        yield true;
                    }
                    case LIVE -> false;
                });
    }

    private void open() {
        AccountDoors.Contents contents = doors.check(record.account());
        ArrivalRecord live = record.in(State.LIVE, clock.instant());
        List<SpaceChanges> parts = new ArrayList<>();
        parts.add(SpaceChanges.of(Space.Shared.MOVES, List.of(MoveStore.put(live))));
        parts.addAll(contents.putting());
        store.commit(parts);
        record = live;
        doors.open(record.account());
        doors.arrived(record.account(), contents.messages());
    }

    /// Throws away what has come, and opens the account, which has nothing.
    ///
    /// @return false for an account that is live
    boolean discard() throws IOException {
        return alone(() -> {
            if (record.state() == State.LIVE) {
                return false;
            }
            store.clear(space, AccountRecords.all());
            store.change(MoveStore.noArrival(record.account()));
            doors.open(record.account());
            return true;
        });
    }
}
