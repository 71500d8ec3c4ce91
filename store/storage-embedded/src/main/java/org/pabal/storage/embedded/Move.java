// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import org.pabal.storage.BlobId;
import org.pabal.storage.StorageException;

/// A piece of a blob that has a new place.
record Move(BlobId blob, Extent from, Extent to) {

    void encode(ByteBuffer out) {
        out.putLong(blob.high()).putLong(blob.low());
        out.putLong(from.segment()).putInt(from.offset()).putInt(from.length());
        out.putLong(to.segment()).putInt(to.offset()).putInt(to.length());
    }

    static Move decode(ByteBuffer in) {
        if (in.remaining() != Frame.MOVE_LENGTH) {
            throw new StorageException.Damaged(
                    "a move in the log has " + in.remaining() + " octets");
        }
        return new Move(
                CommitRecord.blobId(in),
                new Extent(in.getLong(), in.getInt(), in.getInt()),
                new Extent(in.getLong(), in.getInt(), in.getInt()));
    }
}
