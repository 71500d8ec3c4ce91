// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.StorageException;

/// Reads a blob piece by piece; the piece last read stays in memory, so that small steps forward
/// cost a copy only. Keeps the segments of the blob as long as it is open.
final class LogBlobReader implements BlobReader {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final BlobId id;
    private final PendingBlob.Contents contents;
    private final long[] starts;
    private final Set<Segment> pinned;
    private final Log log;
    private final Gate gate;
    private final ReadPool pool;
    private ByteBuffer piece = EMPTY;
    private int pieceIndex = -1;
    private boolean closed;

    private LogBlobReader(
            BlobId id,
            PendingBlob.Contents contents,
            Set<Segment> pinned,
            Log log,
            Gate gate,
            ReadPool pool) {
        this.id = id;
        this.contents = contents;
        this.pinned = pinned;
        this.log = log;
        this.gate = gate;
        this.pool = pool;
        List<Extent> extents = contents.extents();
        this.starts = new long[extents.size() + 1];
        starts[0] = contents.top().length;
        for (int i = 0; i < extents.size(); i++) {
            starts[i + 1] = starts[i] + extents.get(i).length();
        }
    }

    /// @return nothing when a segment has just been freed: the blob has another place by now
    static Optional<LogBlobReader> open(
            BlobId id, PendingBlob.Contents contents, Log log, Gate gate, ReadPool pool) {
        Set<Segment> pinned = new HashSet<>();
        for (Extent extent : contents.extents()) {
            Optional<Segment> segment = log.segment(extent.segment());
            if (segment.isPresent() && pinned.contains(segment.get())) {
                continue;
            }
            if (segment.isEmpty() || !segment.get().pin()) {
                unpin(pinned);
                return Optional.empty();
            }
            pinned.add(segment.get());
        }
        return Optional.of(new LogBlobReader(id, contents, pinned, log, gate, pool));
    }

    @Override
    public long size() {
        return contents.size();
    }

    @Override
    public int topOctets() {
        return contents.topOctets();
    }

    @Override
    public byte[] sha256() {
        return contents.sha256().clone();
    }

    @Override
    public int read(long position, byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (position < 0) {
            throw new IndexOutOfBoundsException("position " + position);
        }
        if (closed) {
            throw new IllegalStateException("the reader of " + id + " is closed");
        }
        if (position >= size() || length == 0) {
            return 0;
        }
        if (position < contents.top().length) {
            int count = Math.min(length, contents.top().length - (int) position);
            System.arraycopy(contents.top(), (int) position, octets, offset, count);
            return count;
        }
        if (position >= contents.tailPosition()) {
            int from = (int) (position - contents.tailPosition());
            int count = Math.min(length, contents.tailLength() - from);
            System.arraycopy(contents.tail(), from, octets, offset, count);
            return count;
        }
        load(indexOf(position));
        int from = (int) (position - starts[pieceIndex]);
        int count = Math.min(length, contents.extents().get(pieceIndex).length() - from);
        piece.get(Log.PIECE_OCTETS + from, octets, offset, count);
        return count;
    }

    /// The piece that has this position.
    private int indexOf(long position) {
        int low = 0;
        int high = starts.length - 2;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// Reads the first piece on this thread, before anybody else uses the reader. Damage is told to
    /// whoever reads that piece.
    void readAhead() throws IOException {
        if (contents.extents().isEmpty()) {
            return;
        }
        Extent extent = contents.extents().getFirst();
        ByteBuffer into = ByteBuffer.allocate(Log.PIECE_OCTETS + extent.length());
        try {
            log.readPiece(segment(extent), extent, id, recorded(0), into);
            piece = into;
            pieceIndex = 0;
        } catch (StorageException.Damaged whenRead) {
            pieceIndex = -1;
        }
    }

    private void load(int index) {
        if (index == pieceIndex) {
            return;
        }
        Extent extent = contents.extents().get(index);
        int needed = Log.PIECE_OCTETS + extent.length();
        ByteBuffer into = piece.capacity() >= needed ? piece : ByteBuffer.allocate(needed);
        pieceIndex = -1;
        gate.enter();
        try {
            pool.read(() -> {
                log.readPiece(segment(extent), extent, id, recorded(index), into);
                return into;
            });
        } finally {
            gate.leave();
        }
        piece = into;
        pieceIndex = index;
    }

    /// The position that the piece itself tells.
    private long recorded(int index) {
        return starts[index] - contents.topOctets();
    }

    private Segment segment(Extent extent) throws IOException {
        for (Segment segment : pinned) {
            if (segment.id() == extent.segment()) {
                return segment;
            }
        }
        throw new IOException("segment " + extent.segment() + " is not open");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            unpin(pinned);
        }
    }

    private static void unpin(Set<Segment> segments) {
        for (Segment segment : segments) {
            try {
                segment.unpin();
            } catch (IOException e) {
                throw new StorageException.Unavailable("a segment cannot be closed", e);
            }
        }
    }
}
