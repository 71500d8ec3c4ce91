// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// Settings of the embedded engine. Every commit is synced; there is no setting for less.
///
/// @param directory all that the engine keeps; made when it is not there
/// @param segmentOctets a segment of the log is followed by the next one at this size, 64 KiB to
///     1 GiB
/// @param flushAfterOctets so much log may pass before RocksDB is flushed: the most that recovery
///     reads, as a rule
/// @param queueOctets commits and pieces of blobs that may wait for the committer; callers wait
///     beyond
/// @param blobBufferOctets memory for blobs that are being written or not named yet; beyond it
///     they go to the log in smaller pieces
/// @param blockCacheOctets memory for blocks, indexes and filters of RocksDB
/// @param writeBufferOctets memory for records that RocksDB has not flushed, times two at most
/// @param readThreads for scans, bodies and whatever else reads the disk
/// @param blobGrace so long a finished blob waits for the commit that names it
/// @param reserveOctets of the disk to keep free; empty: 10 % of it, 1 GiB at most
/// @param garbagePercent a segment with this share of garbage is compacted
/// @param lostCommits what to do when damage took a commit that had been acknowledged
public record EmbeddedConfig(
        Path directory,
        long segmentOctets,
        long flushAfterOctets,
        long queueOctets,
        long blobBufferOctets,
        long blockCacheOctets,
        long writeBufferOctets,
        int readThreads,
        Duration blobGrace,
        OptionalLong reserveOctets,
        int garbagePercent,
        LostCommits lostCommits) {

    /// What to do when a damaged log has lost acknowledged commits.
    public enum LostCommits {
        /// Open for reading only and say what is lost, until the operator decides.
        REFUSE_WRITES,
        /// Go on without them. `verify` still names the loss.
        ACCEPT
    }

    public EmbeddedConfig {
        check(
                segmentOctets >= 1 << 16 && segmentOctets <= 1 << 30,
                "segmentOctets: 64 KiB to 1 GiB");
        check(flushAfterOctets >= 1 << 16, "flushAfterOctets: at least 64 KiB");
        check(queueOctets >= 1 << 20, "queueOctets: at least 1 MiB");
        check(blobBufferOctets >= 1 << 20, "blobBufferOctets: at least 1 MiB");
        check(blockCacheOctets >= 1 << 20, "blockCacheOctets: at least 1 MiB");
        check(writeBufferOctets >= 1 << 20, "writeBufferOctets: at least 1 MiB");
        check(readThreads >= 1 && readThreads <= 256, "readThreads: 1 to 256");
        check(!blobGrace.isNegative(), "blobGrace: not negative");
        check(reserveOctets.orElse(0) >= 0, "reserveOctets: not negative");
        check(garbagePercent >= 1 && garbagePercent <= 99, "garbagePercent: 1 to 99");
    }

    /// What suits a server of any size; about 150 MiB of memory.
    public static EmbeddedConfig defaults(Path directory) {
        int readThreads = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 32);
        return new EmbeddedConfig(
                directory,
                256 << 20,
                128 << 20,
                64 << 20,
                64 << 20,
                64 << 20,
                32 << 20,
                readThreads,
                Duration.ofHours(1),
                OptionalLong.empty(),
                50,
                LostCommits.REFUSE_WRITES);
    }

    public EmbeddedConfig withSegmentOctets(long octets) {
        return new EmbeddedConfig(
                directory,
                octets,
                flushAfterOctets,
                queueOctets,
                blobBufferOctets,
                blockCacheOctets,
                writeBufferOctets,
                readThreads,
                blobGrace,
                reserveOctets,
                garbagePercent,
                lostCommits);
    }

    public EmbeddedConfig withReserveOctets(long octets) {
        return new EmbeddedConfig(
                directory,
                segmentOctets,
                flushAfterOctets,
                queueOctets,
                blobBufferOctets,
                blockCacheOctets,
                writeBufferOctets,
                readThreads,
                blobGrace,
                OptionalLong.of(octets),
                garbagePercent,
                lostCommits);
    }

    public EmbeddedConfig withBlobGrace(Duration grace) {
        return new EmbeddedConfig(
                directory,
                segmentOctets,
                flushAfterOctets,
                queueOctets,
                blobBufferOctets,
                blockCacheOctets,
                writeBufferOctets,
                readThreads,
                grace,
                reserveOctets,
                garbagePercent,
                lostCommits);
    }

    public EmbeddedConfig withLostCommits(LostCommits decision) {
        return new EmbeddedConfig(
                directory,
                segmentOctets,
                flushAfterOctets,
                queueOctets,
                blobBufferOctets,
                blockCacheOctets,
                writeBufferOctets,
                readThreads,
                blobGrace,
                reserveOctets,
                garbagePercent,
                decision);
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("storage setting " + rule);
        }
    }
}
