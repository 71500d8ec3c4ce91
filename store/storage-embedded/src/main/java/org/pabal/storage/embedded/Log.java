// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;

/// The append-only log of bodies and commits.
///
/// Appending is the committer's alone, in groups: {@link #begin}, appends, then {@link #write} or
/// {@link #sync}, or {@link #abort} when anything failed. A new segment begins only between groups
/// and after a sync of the one before: of two segments the earlier is always whole on the disk.
/// Reading is free to all threads that are never interrupted.
final class Log {
    private static final int BUFFER = 1 << 20;
    private static final byte[] NOTHING = {};

    private final Disk disk;
    private final byte[] store;
    private final long segmentOctets;
    private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final CRC32C crc = new CRC32C();

    private volatile @Nullable Segment current;
    private int written;
    private int synced;
    private long nextSegment = 1;
    private long sequence;
    private int groupOffset;
    private long groupSequence;
    private final AtomicLong appendedOctets = new AtomicLong();

    private Log(Disk disk, byte[] store, long segmentOctets) {
        this.disk = disk;
        this.store = store;
        this.segmentOctets = segmentOctets;
    }

    /// Finds the segments; reads none.
    static Log open(Disk disk, byte[] store, long segmentOctets) throws IOException {
        Log log = new Log(disk, store, segmentOctets);
        for (String name : disk.list()) {
            if (name.matches("[0-9a-f]{16}\\.seg")) {
                long id = Long.parseUnsignedLong(name, 0, 16, 16);
                log.segments.put(id, Segment.existing(id, disk, store));
            }
        }
        if (!log.segments.isEmpty()) {
            log.nextSegment = log.segments.lastKey() + 1;
        }
        return log;
    }

    /// Says where appending goes on: always in a new segment, so that nothing is ever appended to
    /// a file that a crash has left.
    void startAt(LogPosition position) {
        sequence = position.sequence();
        nextSegment = Math.max(nextSegment, position.segment() + 1);
    }

    // ---- appending, by the committer

    /// Begins a group; where need be, a segment.
    void begin() throws IOException {
        Segment segment = current;
        if (segment == null || written >= segmentOctets) {
            if (segment != null) {
                syncFile(segment);
            }
            segment = Segment.create(nextSegment++, disk, store, sequence);
            segments.put(segment.id(), segment);
            current = segment;
            written = Segment.HEADER;
            synced = Segment.HEADER;
        }
        groupOffset = written;
        groupSequence = sequence;
        buffer.clear();
    }

    Extent appendPiece(BlobId id, long position, byte[] octets, int length) throws IOException {
        return appendPiece(id, position, NOTHING, octets, length);
    }

    /// @param position where the piece begins, from the end of the blob's top
    /// @param first all of it is in the piece
    /// @param length of what counts of the second
    Extent appendPiece(BlobId id, long position, byte[] first, byte[] second, int length)
            throws IOException {
        int octets = first.length + length;
        ByteBuffer out = room(Frame.PIECE_PREFIX + octets);
        int start = out.position();
        out.position(start + Frame.HEADER);
        out.putLong(id.high()).putLong(id.low()).putLong(position);
        out.put(first).put(second, 0, length);
        int offset = close(out, start, Frame.PIECE);
        return new Extent(currentSegment().id(), offset, octets);
    }

    void appendCommit(CommitRecord commit) throws IOException {
        ByteBuffer out = room(commit.encodedSize());
        int start = out.position();
        out.position(start + Frame.HEADER);
        commit.encode(out);
        close(out, start, Frame.COMMIT);
    }

    void appendMove(Move move) throws IOException {
        ByteBuffer out = room(Frame.MOVE_LENGTH);
        int start = out.position();
        out.position(start + Frame.HEADER);
        move.encode(out);
        close(out, start, Frame.MOVE);
    }

    /// Hands the group to the file system. It is not safe yet.
    void write() throws IOException {
        drain();
        currentSegment().end(written);
        appendedOctets.addAndGet(written - groupOffset);
    }

    /// Makes the group, and all before it, last.
    void sync() throws IOException {
        write();
        syncFile(currentSegment());
        synced = written;
    }

    /// Forgets the group and takes it out of the file, so that not even a crash brings it back.
    void abort() throws IOException {
        Segment segment = current;
        if (segment == null) {
            return;
        }
        buffer.clear();
        written = groupOffset;
        sequence = groupSequence;
        segment.end(written);
        segment.file().truncate(written);
        syncFile(segment);
        synced = written;
    }

    /// Makes the next group begin a segment.
    void leaveSegment() {
        written = Integer.MAX_VALUE;
    }

    /// The octets that were written and are not synced.
    int unsynced() {
        return written - synced;
    }

    /// The end of the log, for the batch that applies the group.
    LogPosition position(long ageMillis) {
        return new LogPosition(currentSegment().id(), written, sequence, ageMillis);
    }

    private ByteBuffer room(int length) throws IOException {
        // The shared buffer is the direct one; a record that is larger gets a heap buffer of its
        // own.
        int octets = Frame.octets(length);
        if (octets > buffer.remaining()) {
            drain();
        }
        return octets <= buffer.capacity() ? buffer : ByteBuffer.allocate(octets);
    }

    /// Fills in the header before the payload that was just put.
    ///
    /// @return the record's offset
    private int close(ByteBuffer out, int start, byte type) throws IOException {
        int offset = written + (out.isDirect() ? start : 0);
        int length = out.position() - start - Frame.HEADER;
        crc.reset();
        crc.update(out.slice(start + Frame.HEADER, length));
        int end = start + Frame.octets(length);
        while (out.position() < end) {
            out.put((byte) 0);
        }
        out.position(start);
        new Frame(type, length, synced, sequence++, (int) crc.getValue())
                .encode(out, currentSegment().salt(), offset);
        out.position(end);
        if (!out.isDirect()) {
            put(out.flip());
        }
        return offset;
    }

    private void drain() throws IOException {
        if (buffer.position() > 0) {
            put(buffer.flip());
            buffer.clear();
        }
    }

    private void put(ByteBuffer octets) throws IOException {
        int count = octets.remaining();
        currentSegment().file().write(octets, written);
        written += count;
    }

    private static void syncFile(Segment segment) throws IOException {
        try {
            segment.file().sync();
        } catch (IOException e) {
            throw new SyncFailedException(e);
        }
    }

    private Segment currentSegment() {
        Segment segment = current;
        if (segment == null) {
            throw new IllegalStateException("no segment: a group begins with begin()");
        }
        return segment;
    }

    // ---- for all

    /// So much was appended since the start.
    long appendedOctets() {
        return appendedOctets.get();
    }

    Optional<Segment> segment(long id) {
        return Optional.ofNullable(segments.get(id));
    }

    Collection<Segment> segments() {
        return segments.values();
    }

    /// True for the segment that is being written.
    boolean isCurrent(Segment segment) {
        return segment == current;
    }

    long octets() {
        long sum = 0;
        for (Segment segment : segments.values()) {
            sum += segment.end();
        }
        return sum;
    }

    /// Reads a piece and checks all that can be checked of it.
    ///
    /// @param position of the piece, from the end of the blob's top
    /// @param into cleared; its octets from {@link #PIECE_OCTETS} on are the piece afterwards
    /// @throws StorageException.Damaged when it is not what it should be
    void readPiece(Segment segment, Extent extent, BlobId id, long position, ByteBuffer into)
            throws IOException {
        into.clear().limit(PIECE_OCTETS + extent.length());
        int count = segment.file().read(into, extent.offset());
        into.flip();
        Optional<Frame> frame = Frame.decode(into, segment.salt(), extent.offset());
        boolean whole =
                count == PIECE_OCTETS + extent.length()
                        && frame.isPresent()
                        && frame.get().type() == Frame.PIECE
                        && frame.get().length() == Frame.PIECE_PREFIX + extent.length()
                        && into.getLong(Frame.HEADER) == id.high()
                        && into.getLong(Frame.HEADER + 8) == id.low()
                        && into.getLong(Frame.HEADER + 16) == position
                        && checksum(into) == frame.get().payloadChecksum();
        if (!whole) {
            segment.markDamaged();
            throw new StorageException.Damaged(
                    "blob %s is damaged: its piece at %d is bad in log segment %s at %d; restore it from a backup"
                            .formatted(
                                    id, position, Segment.name(extent.segment()), extent.offset()));
        }
    }

    /// Where the octets begin in what {@link #readPiece} has read.
    static final int PIECE_OCTETS = Frame.HEADER + Frame.PIECE_PREFIX;

    private static int checksum(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(Frame.HEADER, record.limit() - Frame.HEADER));
        return (int) crc.getValue();
    }

    /// Removes a segment. Those who read it may go on until they let go.
    void delete(Segment segment) throws IOException {
        segments.remove(segment.id());
        disk.delete(Segment.name(segment.id()));
        disk.syncNames();
        segment.unpin();
    }

    /// Sets the counts of live octets as of the applied position.
    void loadLive(Map<Long, Long> counts) {
        new TreeMap<>(counts)
                .forEach((id, octets) -> {
                    Segment segment = segments.get(id);
                    if (segment != null) {
                        segment.live().set(octets);
                    }
                });
    }

    void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.unpin();
        }
    }
}
