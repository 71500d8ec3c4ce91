// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The frame of a record in the log: 32 octets of header, the payload, filled up to 8 octets.
///
/// The header has a checksum of its own, over the segment's salt and the offset as well, so that a record
/// can be stepped over without reading it, and none is taken for another that was misplaced.
///
/// @param type one of the constants
/// @param length of the payload
/// @param synced all octets of the segment before this offset were known to be on disk when the
///     record was written: what is bad before it is damage, not a torn tail
/// @param sequence counts the records of the log
record Frame(byte type, int length, int synced, long sequence, int payloadChecksum) {
    static final int HEADER = 32;
    static final int ALIGNMENT = 8;

    /// A piece of a blob: id, position from the end of the blob's top, octets.
    static final byte PIECE = 1;

    /// A commit, see {@link CommitRecord}.
    static final byte COMMIT = 2;

    /// A piece has a new place: blob id, old extent, new extent.
    static final byte MOVE = 3;

    /// The payload of a piece before its octets.
    static final int PIECE_PREFIX = 24;

    static final int MOVE_LENGTH = 16 + 2 * Extent.OCTETS;

    /// `PBLR`
    private static final int MAGIC = 0x50424C52;

    /// What a record with this payload takes.
    static int octets(int length) {
        return (HEADER + length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    int octets() {
        return octets(length);
    }

    /// Puts the header at the buffer's position.
    void encode(ByteBuffer out, long salt, int offset) {
        byte[] header = new byte[HEADER + 8];
        ByteBuffer scratch = ByteBuffer.wrap(header);
        scratch.putInt(MAGIC).put(type).put(new byte[3]).putInt(length).putInt(synced);
        scratch.putLong(sequence).putInt(payloadChecksum);
        int checksum = checksum(header, salt, offset);
        out.put(header, 0, HEADER - 4).putInt(checksum);
    }

    /// The frame whose header is at the buffer's position, or none when there is no valid one.
    static Optional<Frame> decode(ByteBuffer in, long salt, int offset) {
        if (in.remaining() < HEADER || in.getInt(in.position()) != MAGIC) {
            return Optional.empty();
        }
        byte[] header = new byte[HEADER + 8];
        in.get(in.position(), header, 0, HEADER);
        ByteBuffer fields = ByteBuffer.wrap(header, 0, HEADER);
        int stored = fields.getInt(HEADER - 4);
        if (stored != checksum(header, salt, offset)) {
            return Optional.empty();
        }
        return Optional.of(
                new Frame(
                        fields.get(4),
                        fields.getInt(8),
                        fields.getInt(12),
                        fields.getLong(16),
                        fields.getInt(24)));
    }

    private static int checksum(byte[] header, long salt, int offset) {
        ByteBuffer.wrap(header).putLong(HEADER - 4, salt).putInt(HEADER + 4, offset);
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HEADER + 8);
        return (int) crc.getValue();
    }
}
