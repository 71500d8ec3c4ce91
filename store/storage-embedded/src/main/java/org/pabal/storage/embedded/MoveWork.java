// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;

/// Writes a live piece anew, so that its segment can be freed.
final class MoveWork implements Work {
    private final BlobId blob;
    private final long position;
    private final Extent from;
    private final byte[] octets;
    private final Semaphore inFlight;
    private final AtomicReference<@Nullable StorageException> failure;

    /// @param inFlight gets the piece's length back in the end
    /// @param failure is set when it could not be written
    MoveWork(
            BlobId blob,
            long position,
            Extent from,
            byte[] octets,
            Semaphore inFlight,
            AtomicReference<@Nullable StorageException> failure) {
        this.blob = blob;
        this.position = position;
        this.from = from;
        this.octets = octets;
        this.inFlight = inFlight;
        this.failure = failure;
    }

    @Override
    public long octets() {
        return octets.length;
    }

    @Override
    public boolean prepare(Group group, Log log) throws IOException {
        if (!group.isMovable(blob, from)) {
            return false;
        }
        Extent to = log.appendPiece(blob, position, octets, octets.length);
        Move move = new Move(blob, from, to);
        log.appendMove(move);
        group.apply(move);
        return true;
    }

    @Override
    public void complete() {
        inFlight.release(octets.length);
    }

    @Override
    public void fail(StorageException reason) {
        failure.set(reason);
        inFlight.release(octets.length);
    }
}
