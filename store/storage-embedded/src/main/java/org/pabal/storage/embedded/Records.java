// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB with one column family, so that every flush stands at one position of the log, and
/// without a log of its own.
///
/// A call may read the disk and so holds its thread: platform threads only, but for
/// {@link #getCached}, which does not wait.
final class Records implements AutoCloseable {
    private final Options options;
    private final Cache cache;
    private final BloomFilter filter;
    private final WriteOptions withoutLog;
    private final ReadOptions cachedOnly;
    private final ReadOptions persistedOnly;
    private final FlushOptions waiting;
    private final RocksDB db;

    static {
        RocksDB.loadLibrary();
    }

    private Records(Options options, Cache cache, BloomFilter filter, RocksDB db) {
        this.options = options;
        this.cache = cache;
        this.filter = filter;
        this.db = db;
        this.withoutLog = new WriteOptions().setDisableWAL(true);
        this.cachedOnly = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
        this.persistedOnly = new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER);
        this.waiting = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(false);
    }

    static Records open(Path directory, long cacheOctets, long writeBufferOctets) {
        Cache cache = new LRUCache(cacheOctets);
        BloomFilter filter = new BloomFilter(10);
        Options options = options(cache, filter, writeBufferOctets);
        try {
            return new Records(options, cache, filter, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException e) {
            options.close();
            filter.close();
            cache.close();
            throw translate("the records in " + directory + " cannot be opened", e);
        }
    }

    /// Indexes and filters live in the block cache, so that memory stays as set however large the
    /// store is. Writers wait for flushes only when four write buffers are full.
    private static Options options(Cache cache, BloomFilter filter, long writeBufferOctets) {
        BlockBasedTableConfig table =
                new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(16 << 10)
                        .setFilterPolicy(filter)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinTopLevelIndexAndFilter(true)
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true);
        return new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setWriteBufferSize(writeBufferOctets)
                .setMaxWriteBufferNumber(4)
                .setLevelCompactionDynamicLevelBytes(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevel0FileNumCompactionTrigger(4)
                .setLevel0SlowdownWritesTrigger(32)
                .setLevel0StopWritesTrigger(64)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(512)
                .setBytesPerSync(1 << 20)
                .setAvoidFlushDuringShutdown(true)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(5)
                .setMaxManifestFileSize(16 << 20);
    }

    Optional<byte[]> get(byte[] key) {
        try {
            return Optional.ofNullable(db.get(key));
        } catch (RocksDBException e) {
            throw translate("a record cannot be read", e);
        }
    }

    /// The value when it, or its absence, is known in memory; else what the caller does about it.
    Optional<byte[]> getCached(byte[] key, Supplier<Optional<byte[]>> whenNotCached) {
        try {
            return Optional.ofNullable(db.get(cachedOnly, key));
        } catch (RocksDBException e) {
            if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete) {
                return whenNotCached.get();
            }
            throw translate("a record cannot be read", e);
        }
    }

    long version(long space) {
        return get(Tables.version(space)).map(Tables::number).orElse(0L);
    }

    Optional<StoredBlob> blob(BlobId id) {
        return get(Tables.blob(id)).map(octets -> StoredBlob.decode(ByteBuffer.wrap(octets)));
    }

    /// The position up to which the log is applied in memory.
    LogPosition position() {
        return get(Tables.POSITION).map(LogPosition::decode).orElse(LogPosition.START);
    }

    /// The position up to which the log is applied on the disk.
    LogPosition persistedPosition() {
        try {
            byte[] octets = db.get(persistedOnly, Tables.POSITION);
            return octets == null ? LogPosition.START : LogPosition.decode(octets);
        } catch (RocksDBException e) {
            throw translate("the log position cannot be read", e);
        }
    }

    Map<Long, Long> liveOctets() {
        Map<Long, Long> live = new HashMap<>();
        byte[] end = {Tables.SEGMENTS + 1};
        scan(
                Optional.empty(),
                new byte[] {Tables.SEGMENTS},
                end,
                (key, value) -> {
                    live.put(Tables.number(Arrays.copyOfRange(key, 1, 9)), Tables.number(value));
                    return true;
                });
        return live;
    }

    /// Gives the entries with `from <= key < to` to the visitor until it says no.
    void scan(
            Optional<Snapshot> snapshot,
            byte[] from,
            byte[] to,
            BiPredicate<byte[], byte[]> visitor) {
        try (Slice bound = new Slice(to);
                ReadOptions read = new ReadOptions().setIterateUpperBound(bound)) {
            snapshot.ifPresent(read::setSnapshot);
            try (RocksIterator at = db.newIterator(read)) {
                boolean more = true;
                for (at.seek(from); more && at.isValid(); ) {
                    more = visitor.test(at.key(), at.value());
                    if (more) {
                        at.next();
                    }
                }
                at.status();
            }
        } catch (RocksDBException e) {
            throw translate("records cannot be read", e);
        }
    }

    Snapshot snapshot() {
        return db.getSnapshot();
    }

    void release(Snapshot snapshot) {
        db.releaseSnapshot(snapshot);
    }

    void write(WriteBatch batch) throws RocksDBException {
        db.write(withoutLog, batch);
    }

    void put(byte[] key, byte[] value) {
        try {
            db.put(withoutLog, key, value);
        } catch (RocksDBException e) {
            throw translate("a record cannot be written", e);
        }
    }

    void forgetSegment(long id) {
        try {
            db.delete(withoutLog, Tables.segment(id));
        } catch (RocksDBException e) {
            throw translate("a segment cannot be forgotten", e);
        }
    }

    /// Makes all that was written last.
    void flush() {
        try {
            db.flush(waiting);
        } catch (RocksDBException e) {
            throw translate("the records cannot be flushed", e);
        }
    }

    /// Reads all files and checks their checksums.
    void verifyChecksums() {
        try {
            db.verifyChecksum();
        } catch (RocksDBException e) {
            throw translate("the records do not hold their checksums", e);
        }
    }

    long diskOctets() {
        return property("rocksdb.total-sst-files-size");
    }

    long liveRecordOctets() {
        return property("rocksdb.estimate-live-data-size");
    }

    private long property(String name) {
        try {
            return db.getLongProperty(name);
        } catch (RocksDBException e) {
            return 0;
        }
    }

    static StorageException translate(String what, RocksDBException e) {
        Status.Code code = e.getStatus() == null ? Status.Code.Undefined : e.getStatus().getCode();
        return code == Status.Code.Corruption
                ? new StorageException.Damaged(
                        what + ": " + e.getMessage() + "; restore the store from a backup", e)
                : new StorageException.Unavailable(what + ": " + e.getMessage(), e);
    }

    /// Closes without a flush: what is not flushed is in the log.
    @Override
    public void close() {
        db.close();
        waiting.close();
        persistedOnly.close();
        cachedOnly.close();
        withoutLog.close();
        options.close();
        filter.close();
        cache.close();
    }
}
