// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frees segments: moves the live pieces out of the one with the largest share of garbage, then
/// deletes it.
///
/// A segment is deleted only when the records are flushed beyond it, so that recovery needs
/// nothing of it, and when neither the blob table nor a blob that is not yet named has a piece in
/// it. A crash before that leaves some pieces twice, of which one is garbage. A segment in which
/// something is damaged stays.
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    /// Moves that may wait for the committer: commits find no more than this before them.
    private static final int MOST_IN_FLIGHT = 1 << 20;

    /// When the disk is full nearly everything is worth moving.
    private static final int GARBAGE_PERCENT_WHEN_LOW = 10;

    private final Log log;
    private final Records records;
    private final PendingBlobs blobs;
    private final Committer committer;
    private final DiskSpace space;
    private final int garbagePercent;

    Compaction(
            Log log,
            Records records,
            PendingBlobs blobs,
            Committer committer,
            DiskSpace space,
            int garbagePercent) {
        this.log = log;
        this.records = records;
        this.blobs = blobs;
        this.committer = committer;
        this.space = space;
        this.garbagePercent = garbagePercent;
    }

    /// Frees one segment.
    ///
    /// @return false when there is none to free
    boolean step() throws IOException {
        Optional<Segment> victim = choose();
        if (victim.isEmpty()) {
            return false;
        }
        Segment segment = victim.get();
        if (segment.live().get() > 0 && !moveAll(segment)) {
            return false;
        }
        if (segment.live().get() > 0) {
            segment.markDamaged();
            LOG.error(
                    "event=storage-segment-stays segment={} live={}",
                    Segment.name(segment.id()),
                    segment.live().get());
            return true;
        }
        LOG.debug("event=storage-segment-freed segment={}", Segment.name(segment.id()));
        records.forgetSegment(segment.id());
        log.delete(segment);
        return true;
    }

    private Optional<Segment> choose() {
        long flushed = records.persistedPosition().segment();
        int least = space.isLow() ? GARBAGE_PERCENT_WHEN_LOW : garbagePercent;
        return log.segments().stream()
                .filter(segment -> segment.id() < flushed && !log.isCurrent(segment))
                .filter(segment -> !segment.damaged() && garbagePercent(segment) >= least)
                .filter(this::hasNoPending)
                .max(Comparator.comparingLong(Compaction::garbagePercent));
    }

    private static long garbagePercent(Segment segment) {
        long live = segment.live().get();
        return live == 0 ? 100 : 100 - Math.min(100, live * 100 / Math.max(1, segment.end()));
    }

    private boolean hasNoPending(Segment segment) {
        for (PendingBlob blob : blobs.all()) {
            if (blob.liesIn(segment)) {
                return false;
            }
        }
        return true;
    }

    /// @return false when the committer does not take it
    private boolean moveAll(Segment segment) throws IOException {
        Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
        AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
        LogReader reader = new LogReader(segment);
        int at = Segment.HEADER;
        while (at < segment.end() && failure.get() == null) {
            Optional<Frame> frame = reader.frame(at);
            if (frame.isEmpty()) {
                segment.markDamaged();
                break;
            }
            if (frame.get().type() == Frame.PIECE) {
                Optional<Piece> piece = livePiece(segment, at, frame.get(), reader);
                if (piece.isPresent()) {
                    inFlight.acquireUninterruptibly(piece.get().octets().length);
                    committer.add(piece.get().move(inFlight, failure));
                }
            }
            at += frame.get().octets();
        }
        inFlight.acquireUninterruptibly(MOST_IN_FLIGHT);
        return failure.get() == null;
    }

    private record Piece(BlobId id, long position, Extent from, byte[] octets) {
        MoveWork move(Semaphore inFlight, AtomicReference<@Nullable StorageException> failure) {
            return new MoveWork(id, position, from, octets, inFlight, failure);
        }
    }

    private Optional<Piece> livePiece(Segment segment, int at, Frame frame, LogReader reader)
            throws IOException {
        ByteBuffer prefix = reader.payload(at, Frame.PIECE_PREFIX);
        BlobId id = CommitRecord.blobId(prefix);
        long position = prefix.getLong();
        Extent from = new Extent(segment.id(), at, frame.length() - Frame.PIECE_PREFIX);
        Optional<StoredBlob> blob = records.blob(id);
        if (blob.isEmpty() || !blob.get().extents().contains(from)) {
            return Optional.empty();
        }
        ByteBuffer whole = ByteBuffer.allocate(Log.PIECE_OCTETS + from.length());
        try {
            log.readPiece(segment, from, id, position, whole);
        } catch (StorageException.Damaged e) {
            LOG.error("event=storage-damage", e);
            return Optional.empty();
        }
        byte[] octets = new byte[from.length()];
        whole.get(Log.PIECE_OCTETS, octets);
        return Optional.of(new Piece(id, position, from, octets));
    }
}
