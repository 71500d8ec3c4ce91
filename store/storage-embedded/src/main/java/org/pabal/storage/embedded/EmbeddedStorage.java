// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.StorageStatus;
import org.pabal.storage.Ticket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded engine. The design is told in the package's documentation.
public final class EmbeddedStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStorage.class);

    private static final int MOST_KEY = 1024;
    private static final int MOST_VALUE = 16 << 20;
    private static final int MOST_HOLDER = 256;

    /// A commit is one record of the log and of memory.
    private static final long MOST_COMMIT = 256 << 20;

    private final EmbeddedConfig config;
    private final StoreDirectory directory;
    private final Records records;
    private final Log log;
    private final Group group;
    private final PendingBlobs blobs;
    private final DiskSpace space;
    private final Committer committer;
    private final Housekeeping housekeeping;
    private final ReadPool pool;
    private final LongSupplier nanoTime;
    private final Gate gate = new Gate();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Opens the store, or makes one when the directory is not there or empty.
    ///
    /// @throws StorageException.Unavailable when another process has it open, when others may
    ///     write to it, or when it cannot be read
    /// @throws StorageException.Damaged when it cannot be made whole
    public static EmbeddedStorage open(EmbeddedConfig config) {
        return open(config, disk -> disk, System::nanoTime);
    }

    /// Puts something between the engine and the disk of its log.
    interface DiskFilter {
        Disk filter(Disk disk) throws IOException;
    }

    static EmbeddedStorage open(EmbeddedConfig config, DiskFilter filter, LongSupplier nanoTime) {
        try {
            StoreDirectory directory = StoreDirectory.open(config.directory());
            try {
                return open(config, directory, filter, nanoTime);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageException.Unavailable(
                    "storage directory %s cannot be opened: %s".formatted(config.directory(), e),
                    e);
        }
    }

    private static EmbeddedStorage open(
            EmbeddedConfig config,
            StoreDirectory directory,
            DiskFilter filter,
            LongSupplier nanoTime)
            throws IOException {
        Disk disk = filter.filter(new FileDisk(directory.log()));
        Records records =
                Records.open(
                        directory.records(), config.blockCacheOctets(), config.writeBufferOctets());
        try {
            Log log = Log.open(disk, directory.number(), config.segmentOctets());
            try {
                return new EmbeddedStorage(config, directory, disk, records, log, nanoTime);
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            records.close();
            throw e;
        }
    }

    private EmbeddedStorage(
            EmbeddedConfig config,
            StoreDirectory directory,
            Disk disk,
            Records records,
            Log log,
            LongSupplier nanoTime)
            throws IOException {
        this.config = config;
        this.directory = directory;
        this.records = records;
        this.nanoTime = nanoTime;
        this.log = log;
        log.loadLive(records.liveOctets());
        LogPosition applied = records.position();
        CommitIds ids = new CommitIds(records, applied.ageMillis());
        this.group = new Group(records, log, ids);
        LogPosition end = new Recovery(log, group, disk, applied).run();
        log.startAt(end);
        forgetFreedSegments();
        this.blobs = new PendingBlobs(config.blobBufferOctets(), end.sequence());
        this.space = new DiskSpace(disk, config.reserveOctets(), nanoTime);
        this.committer =
                new Committer(
                        log, group, ids, space, nanoTime, end.ageMillis(), config.queueOctets());
        this.housekeeping =
                new Housekeeping(log, records, blobs, committer, space, config, nanoTime);
        judgeFindings();
        this.pool = new ReadPool(config.readThreads());
        committer.start();
        housekeeping.start();
    }

    /// A crash may bring back the count of a segment that was freed.
    private void forgetFreedSegments() {
        for (long id : records.liveOctets().keySet()) {
            if (log.segment(id).isEmpty()) {
                records.forgetSegment(id);
            }
        }
    }

    /// Lost commits stop all writing until the operator has decided.
    private void judgeFindings() {
        List<Entry> lost = new ArrayList<>();
        records.scan(
                Optional.empty(),
                new byte[] {Tables.FINDINGS},
                new byte[] {Tables.FINDINGS + 1},
                (key, value) -> {
                    if (Finding.decode(value).kind() == Finding.Kind.LOST_COMMIT) {
                        lost.add(new Entry(key, value));
                    }
                    return true;
                });
        if (lost.isEmpty()) {
            return;
        }
        String first = Finding.decode(lost.getFirst().value()).text();
        if (config.lostCommits() == EmbeddedConfig.LostCommits.REFUSE_WRITES) {
            committer.refuseWrites(
                    first
                            + "; restore from a backup, or accept the loss with lostCommits = accept");
            return;
        }
        for (Entry entry : lost) {
            String text = Finding.decode(entry.value()).text();
            records.put(entry.key(), new Finding(Finding.Kind.ACCEPTED, text).encode());
        }
    }

    // ---- reading

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        byte[] full = Tables.record(Tables.number(space), key);
        gate.enter();
        try {
            return get(full);
        } finally {
            gate.leave();
        }
    }

    /// What is in memory is read at once, what is not by the pool.
    private Optional<byte[]> get(byte[] key) {
        return Thread.currentThread().isVirtual()
                ? records.getCached(key, () -> pool.read(() -> records.get(key)))
                : records.get(key);
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a scan's limit is at least 1");
        }
        gate.enter();
        try {
            if (Arrays.compareUnsigned(from, to) >= 0) {
                return List.of();
            }
            long number = Tables.number(space);
            byte[] first = Tables.record(number, from);
            byte[] end = Tables.record(number, to);
            return pool.read(() -> scan(first, end, limit));
        } finally {
            gate.leave();
        }
    }

    private List<Entry> scan(byte[] from, byte[] to, int limit) {
        List<Entry> entries = new ArrayList<>();
        records.scan(
                Optional.empty(),
                from,
                to,
                (key, value) -> {
                    entries.add(new Entry(Arrays.copyOfRange(key, 9, key.length), value));
                    return entries.size() < limit;
                });
        return entries;
    }

    @Override
    public long version(Space space) {
        gate.enter();
        try {
            return get(Tables.version(Tables.number(space))).map(Tables::number).orElse(0L);
        } finally {
            gate.leave();
        }
    }

    // ---- writing

    /// While the disk is in its reserve, a commit is taken when it removes something, adds no
    /// reference, and puts no more than 64 KiB.
    @Override
    public Ticket submit(Commit commit, Consumer<CommitOutcome> whenDurable) {
        checkSizes(commit);
        long size = CommitRecord.size(commit);
        if (size > MOST_COMMIT) {
            throw new IllegalArgumentException(
                    "a commit has at most %d octets, not %d".formatted(MOST_COMMIT, size));
        }
        warm(commit);
        CommitWork work = new CommitWork(commit, size, whenDurable, blobs, space);
        committer.add(work);
        return work;
    }

    /// Reads what removing references will need, so that the committer finds it in memory and all
    /// others need not wait for the disk.
    private void warm(Commit commit) {
        gate.enter();
        try {
            for (SpaceChanges part : commit.parts()) {
                for (Change change : part.changes()) {
                    if (change instanceof Change.RemoveReference(var id, var holder)) {
                        get(Tables.blob(id));
                        get(Tables.reference(id, Tables.number(part.space()), holder));
                    }
                }
            }
        } catch (StorageException.Damaged e) {
            // The commit will meet it again and fail with it.
        } finally {
            gate.leave();
        }
    }

    private static void checkSizes(Commit commit) {
        for (SpaceChanges part : commit.parts()) {
            for (Change change : part.changes()) {
                switch (change) {
                    case Change.Put(var key, var value) -> {
                        check("key", key.length, 1, MOST_KEY);
                        check("value", value.length, 0, MOST_VALUE);
                    }
                    case Change.Delete(var key) -> check("key", key.length, 1, MOST_KEY);
                    case Change.AddReference(_, var holder) ->
                            check("holder", holder.length, 1, MOST_HOLDER);
                    case Change.RemoveReference(_, var holder) ->
                            check("holder", holder.length, 1, MOST_HOLDER);
                }
            }
        }
    }

    private static void check(String what, int length, int least, int most) {
        if (length < least || length > most) {
            throw new IllegalArgumentException(
                    "a %s has %d to %d octets, not %d".formatted(what, least, most, length));
        }
    }

    // ---- blobs

    @Override
    public BlobWriter newBlob() {
        gate.enter();
        try {
            return new LogBlobWriter(blobs.begin(), blobs, committer, space, nanoTime);
        } finally {
            gate.leave();
        }
    }

    @Override
    public BlobReader openBlob(BlobId id) {
        gate.enter();
        try {
            // A segment may be freed between the look-up and the opening; then the blob has moved.
            for (int tries = 0; tries < 10; tries++) {
                Optional<LogBlobReader> reader =
                        LogBlobReader.open(id, contents(id), log, gate, pool);
                if (reader.isPresent()) {
                    return reader.get();
                }
            }
            throw new StorageException.Damaged(
                    "blob %s is damaged: a log segment is missing; restore it from a backup"
                            .formatted(id));
        } finally {
            gate.leave();
        }
    }

    @Override
    public Optional<Blob> blob(BlobId id) {
        gate.enter();
        try {
            PendingBlob.Contents contents = contents(id);
            return Optional.of(new Blob(id, contents.size(), contents.sha256().clone()));
        } catch (StorageException.NoSuchBlob gone) {
            return Optional.empty();
        } finally {
            gate.leave();
        }
    }

    /// Their first pieces are read by one thread of the pool in one go.
    @Override
    public List<Optional<BlobReader>> openBlobs(List<BlobId> ids) {
        List<Optional<BlobReader>> readers = Storage.super.openBlobs(ids);
        gate.enter();
        try {
            pool.read(() -> {
                for (Optional<BlobReader> reader : readers) {
                    if (reader.isPresent() && reader.get() instanceof LogBlobReader ours) {
                        ours.readAhead();
                    }
                }
                return readers;
            });
            return readers;
        } catch (RuntimeException e) {
            readers.forEach(reader -> reader.ifPresent(BlobReader::close));
            throw e;
        } finally {
            gate.leave();
        }
    }

    private PendingBlob.Contents contents(BlobId id) {
        return blobs.finished(id)
                .map(PendingBlob::contents)
                .or(() -> get(Tables.blob(id)).map(EmbeddedStorage::storedContents))
                .orElseThrow(() -> new StorageException.NoSuchBlob(id));
    }

    private static PendingBlob.Contents storedContents(byte[] octets) {
        return PendingBlob.Contents.of(StoredBlob.decode(ByteBuffer.wrap(octets)));
    }

    // ---- health

    @Override
    public StorageStatus status() {
        gate.enter();
        try {
            String refusal = committer.refusal();
            long live = records.liveRecordOctets();
            for (Segment segment : log.segments()) {
                live += segment.live().get();
            }
            String detail = "all is well";
            if (refusal != null) {
                detail = "read-only: " + refusal;
            } else if (space.isLow()) {
                detail = String.valueOf(space.full().getMessage());
            }
            return new StorageStatus(
                    "embedded",
                    committer.commits(),
                    committer.syncs(),
                    live,
                    log.octets() + records.diskOctets(),
                    refusal != null || space.isLow(),
                    space.isScarce(),
                    detail);
        } finally {
            gate.leave();
        }
    }

    @Override
    public List<String> verify() {
        gate.enter();
        try {
            return onOwnThread(
                    "storage-verify", () -> new Verification(records, log, closed::get).run());
        } finally {
            gate.leave();
        }
    }

    /// Flushes the records and frees all segments that can be freed now. Commits go on meanwhile.
    public void collectGarbage() {
        gate.enter();
        try {
            onOwnThread(
                    "storage-collect",
                    () -> {
                        housekeeping.collectNow();
                        return true;
                    });
        } finally {
            gate.leave();
        }
    }

    /// For what takes long, on a platform thread that nobody interrupts.
    private static <T> T onOwnThread(String name, Callable<T> task) {
        FutureTask<T> result = new FutureTask<>(task);
        Committer.joinUninterruptibly(Thread.ofPlatform().name(name).daemon().start(result));
        return ReadPool.result(result);
    }

    // ---- the end

    @Override
    public void close() {
        close(true);
    }

    /// Ends as a crash would: what RocksDB has not flushed stays in the log alone.
    void crash() {
        close(false);
    }

    private void close(boolean flush) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        housekeeping.close();
        committer.close();
        gate.close();
        pool.close();
        try {
            if (flush && committer.refusal() == null) {
                flushAtEnd();
            }
            log.close();
        } catch (IOException e) {
            throw new StorageException.Unavailable(
                    "the log cannot be closed: " + e.getMessage(), e);
        } finally {
            group.close();
            records.close();
            closeDirectory();
        }
    }

    /// Makes the next start quick. When it fails, that start reads the log.
    private void flushAtEnd() {
        try {
            records.flush();
        } catch (StorageException e) {
            LOG.warn("event=storage-flush-failed", e);
        }
    }

    private void closeDirectory() {
        try {
            directory.close();
        } catch (IOException e) {
            throw new StorageException.Unavailable("the lock cannot be given back", e);
        }
    }
}
