// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.StorageException;

/// One file of the log. Opened when it is first read, closed when it is retired and the last
/// reader has let go of it.
final class Segment {
    /// Magic, format version, segment id, store number, first sequence, checksum.
    static final int HEADER = 64;

    static final int FORMAT_VERSION = 1;

    /// `PABALSEG`
    private static final long MAGIC = 0x504142414C534547L;

    private final long id;
    private final Disk disk;
    private final byte[] store;
    private final AtomicLong live = new AtomicLong();
    private Disk.@Nullable LogFile file;
    private int pins = 1;
    private volatile int end;
    private volatile boolean damaged;

    private Segment(long id, Disk disk, byte[] store) {
        this.id = id;
        this.disk = disk;
        this.store = store;
    }

    /// A segment that is on the disk.
    static Segment existing(long id, Disk disk, byte[] store) throws IOException {
        Segment segment = new Segment(id, disk, store);
        segment.end = (int) Math.min(Integer.MAX_VALUE, disk.size(name(id)));
        return segment;
    }

    /// Makes the file, with its header and name on the disk for good.
    static Segment create(long id, Disk disk, byte[] store, long firstSequence) throws IOException {
        Segment segment = new Segment(id, disk, store);
        Disk.LogFile created = disk.create(name(id));
        try {
            created.write(segment.header(firstSequence), 0);
            created.sync();
            disk.syncNames();
        } catch (IOException e) {
            created.close();
            disk.delete(name(id));
            throw e;
        }
        segment.file = created;
        segment.end = HEADER;
        return segment;
    }

    static String name(long id) {
        return "%016x.seg".formatted(id);
    }

    long id() {
        return id;
    }

    /// Goes into the checksums of its records: no record of another segment or store holds here,
    /// and nobody who does not know the store's number can make a body that looks like a record.
    long salt() {
        return id ^ ByteBuffer.wrap(store).getLong();
    }

    /// The octets of live pieces, with their frames.
    AtomicLong live() {
        return live;
    }

    int end() {
        return end;
    }

    void end(int offset) {
        end = offset;
    }

    /// True when something here cannot be read: it is left as it is, for those who come to mend.
    boolean damaged() {
        return damaged;
    }

    void markDamaged() {
        damaged = true;
    }

    /// @throws StorageException.Damaged when the header is not this segment's
    synchronized Disk.LogFile file() throws IOException {
        if (file == null) {
            Disk.LogFile opened = disk.open(name(id));
            try {
                checkHeader(opened);
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
            file = opened;
        }
        return file;
    }

    /// Keeps the file open for a reader.
    ///
    /// @return false when the segment is retired already
    synchronized boolean pin() {
        if (pins == 0) {
            return false;
        }
        pins++;
        return true;
    }

    synchronized void unpin() throws IOException {
        pins--;
        if (pins == 0 && file != null) {
            file.close();
        }
    }

    private ByteBuffer header(long firstSequence) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putLong(MAGIC).putInt(FORMAT_VERSION).putLong(id).put(store).putLong(firstSequence);
        header.putInt(HEADER - 4, checksum(header));
        return header.clear();
    }

    private void checkHeader(Disk.LogFile opened) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        int count = opened.read(header, 0);
        header.clear();
        byte[] theirs = new byte[16];
        header.get(20, theirs);
        boolean whole =
                count == HEADER
                        && header.getLong(0) == MAGIC
                        && header.getInt(HEADER - 4) == checksum(header);
        if (!whole || header.getLong(12) != id || !Arrays.equals(theirs, store)) {
            markDamaged();
            throw new StorageException.Damaged(
                    "log segment %s is damaged: it does not begin as one of this store; restore the file"
                            .formatted(name(id)));
        }
        if (header.getInt(8) != FORMAT_VERSION) {
            throw new StorageException.Damaged(
                    "log segment %s has format %d, this release reads format %d: use a newer one"
                            .formatted(name(id), header.getInt(8), FORMAT_VERSION));
        }
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, HEADER - 4));
        return (int) crc.getValue();
    }
}
