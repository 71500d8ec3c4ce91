// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.StorageException;

/// Takes a blob in pieces of {@link #PIECE} octets. A blob of one piece stays in memory until the
/// commit that names it; of a larger one each full piece goes to the log while the next is filled,
/// so that no more than two are in memory. When memory for blobs is short, pieces are smaller.
final class LogBlobWriter implements BlobWriter {
    /// Larger pieces would make reading a part of a blob dear, smaller ones its entry long.
    static final int PIECE = 128 << 10;

    private static final int FIRST_BUFFER = 4 << 10;
    private static final byte[] NOTHING = new byte[0];

    private final PendingBlob blob;
    private final PendingBlobs blobs;
    private final Committer committer;
    private final DiskSpace space;
    private final LongSupplier nanoTime;
    private final MessageDigest digest = sha256();
    private byte[] buffer = NOTHING;
    private byte[] second = NOTHING;
    private int count;
    private @Nullable PieceWork inFlight;
    private @Nullable StorageException broken;
    private boolean ended;

    LogBlobWriter(
            PendingBlob blob,
            PendingBlobs blobs,
            Committer committer,
            DiskSpace space,
            LongSupplier nanoTime) {
        this.blob = blob;
        this.blobs = blobs;
        this.committer = committer;
        this.space = space;
        this.nanoTime = nanoTime;
    }

    @Override
    public BlobId id() {
        return blob.id();
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        checkOpen();
        checkRoom();
        digest.update(octets, offset, length);
        int at = offset;
        int left = length;
        while (left > 0) {
            if (count == buffer.length) {
                makeRoom(left);
            }
            int step = Math.min(left, buffer.length - count);
            System.arraycopy(octets, at, buffer, count, step);
            count += step;
            at += step;
            left -= step;
        }
    }

    /// Makes the buffer larger, or hands it over when it is as large as it may be.
    private void makeRoom(int wanted) {
        if (buffer.length == PIECE) {
            handOver();
            return;
        }
        long needed = Math.max(2L * buffer.length, (long) count + wanted);
        int larger = Math.clamp(needed, FIRST_BUFFER, PIECE);
        if (buffer.length == 0) {
            larger = blobs.tryTake(larger) ? larger : takeLeast();
            buffer = new byte[larger];
        } else if (blobs.tryTake(larger - buffer.length)) {
            buffer = Arrays.copyOf(buffer, larger);
        } else {
            handOver();
            awaitPiece();
        }
    }

    private int takeLeast() {
        blobs.take(FIRST_BUFFER);
        return FIRST_BUFFER;
    }

    /// Gives the buffer to the committer and goes on with a second one, if there is memory for
    /// it; else with the same one when it is written.
    private void handOver() {
        awaitPiece();
        PieceWork piece = new PieceWork(blob, PieceWork.Part.NEXT, buffer, count);
        committer.add(piece);
        inFlight = piece;
        count = 0;
        int more = buffer.length - second.length;
        if (more > 0 && blobs.tryTake(more)) {
            second = new byte[buffer.length];
        }
        if (second.length == buffer.length) {
            byte[] free = second;
            second = buffer;
            buffer = free;
        } else {
            awaitPiece();
        }
    }

    /// Leaves nothing to wait in memory.
    ///
    /// @return what is left of the top
    private byte[] handOver(byte[] top) {
        if (count > 0) {
            handOver();
        }
        awaitPiece();
        if (top.length > 0) {
            inFlight = new PieceWork(blob, PieceWork.Part.TOP, top, top.length);
            committer.add(inFlight);
            awaitPiece();
        }
        return NOTHING;
    }

    private void awaitPiece() {
        PieceWork piece = inFlight;
        if (piece != null) {
            inFlight = null;
            try {
                piece.await();
            } catch (StorageException e) {
                broken = e;
                throw e;
            }
        }
    }

    /// The top waits in memory with the tail and becomes one piece with it when there is no other.
    @Override
    public Blob finish(byte[] above) {
        if (above.length > MAX_TOP_OCTETS) {
            throw new IllegalArgumentException(
                    "a top of " + above.length + " octets; most are " + MAX_TOP_OCTETS);
        }
        checkOpen();
        awaitPiece();
        byte[] top = above.clone();
        if (blobs.isTight()) {
            top = handOver(top);
        }
        digest.update(above);
        blobs.take(top.length);
        blobs.give(second.length);
        if (count == 0) {
            blobs.give(buffer.length);
            buffer = NOTHING;
        }
        ended = true;
        byte[] sum = digest.digest();
        long size = above.length + blob.inLog() + count;
        blob.finish(top, buffer, count, sum, nanoTime.getAsLong());
        return new Blob(blob.id(), size, sum.clone());
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            blobs.give(buffer.length + second.length);
            blobs.remove(blob);
        }
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("the blob " + blob.id() + " is finished or abandoned");
        }
        if (broken != null) {
            throw broken;
        }
    }

    private void checkRoom() {
        String refusal = committer.refusal();
        if (refusal != null) {
            throw new StorageException.Unavailable("the storage is read-only: " + refusal);
        }
        if (space.isStillLow()) {
            throw space.full();
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
