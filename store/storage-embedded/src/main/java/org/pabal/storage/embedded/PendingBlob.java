// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;

/// A blob that no commit has named yet: pieces that are in the log, and a top and a tail in memory
/// that go there with the commit.
final class PendingBlob {
    private static final byte[] NOTHING = new byte[0];

    private final BlobId id;
    private final List<Extent> extents = new ArrayList<>();
    private long inLog;
    private byte[] top = NOTHING;
    private int topOctets;
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

    /// The top is in the log.
    synchronized void addTop(Extent extent) {
        extents.addFirst(extent);
        topOctets = extent.length();
    }

    /// Octets of the pieces that are in the log, the top aside.
    synchronized long inLog() {
        return inLog;
    }

    /// @param onTop empty when the top is in the log; neither is changed any more
    synchronized void finish(byte[] onTop, byte[] octets, int length, byte[] digest, long now) {
        top = onTop;
        topOctets += onTop.length;
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

    /// What the blob's top and tail hold in memory.
    synchronized int memory() {
        return top.length + tail.length;
    }

    synchronized boolean liesIn(Segment segment) {
        return extents.stream().anyMatch(extent -> extent.segment() == segment.id());
    }

    /// What there is of a finished blob: in memory its top, in the log its pieces, in memory its
    /// tail.
    ///
    /// @param topOctets of the top, wherever it is
    /// @param tailPosition in the blob
    /// @param tailLength of the tail's octets that count
    record Contents(
            byte[] top,
            int topOctets,
            List<Extent> extents,
            long tailPosition,
            byte[] tail,
            int tailLength,
            byte[] sha256) {

        static Contents of(StoredBlob blob) {
            return new Contents(
                    NOTHING, blob.top(), blob.extents(), blob.size(), NOTHING, 0, blob.sha256());
        }

        long size() {
            return tailPosition + tailLength;
        }
    }

    synchronized Contents contents() {
        byte[] digest = sha256;
        if (digest == null) {
            throw new IllegalStateException("the blob " + id + " is not finished");
        }
        return new Contents(
                top, topOctets, List.copyOf(extents), topOctets + inLog, tail, tailLength, digest);
    }
}
