// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.pabal.mta.ledger.MailId;

/// Marks in a file that is mapped into memory: a mark is sixteen octets written to memory, which
/// the system keeps when this process dies. It is never synced: after the death of the whole host
/// the marks may be old, which is no harm, for it was not a mail that switched it off.
///
/// The file: the eight octets `PABLQAM1`, then places of sixteen octets, each zero or the id of an
/// entry: time and serial of its mail, and its part.
public final class AttemptMarksFile implements AttemptMarks {
    private static final long MAGIC = 0x5041424C51414D31L;
    private static final int PLACE_OCTETS = Long.BYTES + Integer.BYTES + Integer.BYTES;

    /// More than attempts at a time; what finds no place is not marked.
    private static final int PLACES = 4_096;

    private static final int OCTETS = Long.BYTES + PLACES * PLACE_OCTETS;
    private static final int NO_PLACE = -1;

    private final MappedByteBuffer marks;
    private final BitSet taken = new BitSet(PLACES);
    private Set<QueueId> left;

    private AttemptMarksFile(MappedByteBuffer marks, Set<QueueId> left) {
        this.marks = marks;
        this.left = left;
    }

    /// Opens the file, or makes it.
    public static AttemptMarksFile open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            Set<QueueId> left = channel.size() == OCTETS ? read(channel) : Set.of();
            blank(channel);
            return new AttemptMarksFile(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, OCTETS), left);
        }
    }

    private static Set<QueueId> read(FileChannel channel) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(OCTETS);
        while (octets.hasRemaining() && channel.read(octets, octets.position()) >= 0) {}
        octets.flip();
        Set<QueueId> left = new HashSet<>();
        if (octets.limit() < OCTETS || octets.getLong() != MAGIC) {
            return left;
        }
        while (octets.hasRemaining()) {
            long millis = octets.getLong();
            int serial = octets.getInt();
            int part = octets.getInt();
            if (part > 0 && millis >>> 48 == 0) {
                left.add(new QueueId(new MailId(millis, serial), part));
            }
        }
        return left;
    }

    /// Written in full, so that no later write to memory finds the disk full.
    private static void blank(FileChannel channel) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(OCTETS);
        octets.putLong(0, MAGIC);
        channel.truncate(OCTETS);
        while (octets.hasRemaining()) {
            channel.write(octets, octets.position());
        }
    }

    @Override
    public synchronized Set<QueueId> leftOver() {
        Set<QueueId> once = left;
        left = Set.of();
        return once;
    }

    @Override
    public synchronized int begin(QueueId id) {
        int place = taken.nextClearBit(0);
        if (place >= PLACES) {
            return NO_PLACE;
        }
        taken.set(place);
        int at = Long.BYTES + place * PLACE_OCTETS;
        marks.putLong(at, id.mail().millis());
        marks.putInt(at + Long.BYTES, id.mail().serial());
        marks.putInt(at + Long.BYTES + Integer.BYTES, id.part());
        return place;
    }

    @Override
    public synchronized void end(int mark) {
        if (mark != NO_PLACE) {
            marks.putInt(
                    Long.BYTES + mark * PLACE_OCTETS + Long.BYTES + Integer.BYTES, 0); // no part
            taken.clear(mark);
        }
    }
}
