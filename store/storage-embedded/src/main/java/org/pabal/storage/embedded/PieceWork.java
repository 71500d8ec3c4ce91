// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.StorageException;

/// A piece of a blob that goes to the log before a commit names the blob.
final class PieceWork implements Work {
    /// Which piece it is.
    enum Part {
        /// The next behind those that are there.
        NEXT,
        /// The one before all others.
        TOP
    }

    private final PendingBlob blob;
    private final Part part;
    private final byte[] buffer;
    private final int length;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Extent extent;
    private volatile @Nullable StorageException failure;

    PieceWork(PendingBlob blob, Part part, byte[] buffer, int length) {
        this.blob = blob;
        this.part = part;
        this.buffer = buffer;
        this.length = length;
    }

    @Override
    public long octets() {
        return length;
    }

    @Override
    public boolean prepare(Group group, Log log) throws IOException {
        long position = part == Part.TOP ? -length : blob.inLog();
        extent = log.appendPiece(blob.id(), position, buffer, length);
        return false;
    }

    @Override
    public void complete() {
        Extent written = extent;
        if (written != null && part == Part.TOP) {
            blob.addTop(written);
        } else if (written != null) {
            blob.add(written);
        }
        done.countDown();
    }

    @Override
    public void fail(StorageException reason) {
        failure = reason;
        done.countDown();
    }

    /// Waits until the buffer is written.
    ///
    /// @throws StorageException when it could not be: the blob is to be abandoned
    void await() {
        boolean interrupted = false;
        while (done.getCount() > 0) {
            try {
                done.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        StorageException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }
}
