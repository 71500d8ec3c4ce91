// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;

/// A blob that no commit has named yet: pieces that are in the log, and a tail in memory that goes
/// there with the commit.
final class PendingBlob {
    private static final byte[] NOTHING = new byte[0];

    private final BlobId id;
    private final List<Extent> extents = new ArrayList<>();
    private long inLog;
    private byte[] tail = NOTHING;
    private int tailLength;
    private byte @Nullable [] sha256;
    private long finishedAt;

    PendingBlob(BlobId id) {
        this.id = id;
    }

    BlobId id() {
        return id;
    }

    /// A piece is in the log.
    synchronized void add(Extent extent) {
        extents.add(extent);
        inLog += extent.length();
    }

    synchronized long inLog() {
        return inLog;
    }

    /// @param octets not changed any more
    synchronized void finish(byte[] octets, int length, byte[] digest, long now) {
        tail = octets;
        tailLength = length;
        sha256 = digest;
        finishedAt = now;
    }

    synchronized boolean isFinished() {
        return sha256 != null;
    }

    synchronized long finishedAt() {
        return finishedAt;
    }

    /// What the blob's tail holds in memory.
    synchronized int memory() {
        return tail.length;
    }

    synchronized boolean liesIn(Segment segment) {
        return extents.stream().anyMatch(extent -> extent.segment() == segment.id());
    }

    /// What there is of a finished blob.
    ///
    /// @param tailLength of the tail's octets that count
    record Contents(
            List<Extent> extents, long tailPosition, byte[] tail, int tailLength, byte[] sha256) {
        long size() {
            return tailPosition + tailLength;
        }
    }

    synchronized Contents contents() {
        byte[] digest = sha256;
        if (digest == null) {
            throw new IllegalStateException("the blob " + id + " is not finished");
        }
        return new Contents(List.copyOf(extents), inLog, tail, tailLength, digest);
    }
}
