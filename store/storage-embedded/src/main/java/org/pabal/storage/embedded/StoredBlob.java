// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.pabal.storage.StorageException;

/// The blob table's entry of one blob.
///
/// @param references how many there are; the references themselves are keys of their own
/// @param top octets at its beginning that were written last: the position of a piece counts from
///     their end, and SHA-256 is of the others first
/// @param extents in the order of the blob
record StoredBlob(int references, long size, int top, byte[] sha256, List<Extent> extents) {
    private static final byte VERSION = 1;
    private static final int FIXED = 1 + 4 + 8 + 4 + 32 + 4;

    /// What its pieces take of their segments.
    long recordOctets() {
        long sum = 0;
        for (Extent extent : extents) {
            sum += extent.recordOctets();
        }
        return sum;
    }

    int encodedSize() {
        return FIXED + Extent.OCTETS * extents.size();
    }

    void encode(ByteBuffer out) {
        out.put(VERSION).putInt(references).putLong(size).putInt(top);
        out.put(sha256).putInt(extents.size());
        for (Extent extent : extents) {
            out.putLong(extent.segment()).putInt(extent.offset()).putInt(extent.length());
        }
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(encodedSize());
        encode(out);
        return out.array();
    }

    /// @throws StorageException.Damaged when this is no such entry
    static StoredBlob decode(ByteBuffer in) {
        if (in.remaining() < FIXED || in.get() != VERSION) {
            throw new StorageException.Damaged(
                    "an entry of the blob table is not of version " + VERSION);
        }
        int references = in.getInt();
        long size = in.getLong();
        int top = in.getInt();
        byte[] sha256 = new byte[32];
        in.get(sha256);
        int count = in.getInt();
        if (top < 0 || top > size || count < 0 || count > in.remaining() / Extent.OCTETS) {
            throw new StorageException.Damaged("an entry of the blob table is cut");
        }
        List<Extent> extents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            extents.add(new Extent(in.getLong(), in.getInt(), in.getInt()));
        }
        return new StoredBlob(references, size, top, sha256, extents);
    }
}
