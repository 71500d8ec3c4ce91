// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;

/// A commit as the log holds it: all that is needed to apply it again.
///
/// @param blobs that this commit names first
record CommitRecord(UUID id, List<NewBlob> blobs, List<Part> parts) {
    private static final byte VERSION = 1;
    private static final int FIXED = 1 + 16 + 4 + 4;
    private static final int PART_FIXED = 8 + 8 + 4;

    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte ADD_REFERENCE = 3;
    private static final byte REMOVE_REFERENCE = 4;

    record NewBlob(BlobId id, StoredBlob blob) {}

    /// @param space its number in {@link Tables}
    /// @param version of the space after the commit
    record Part(long space, long version, List<Change> changes) {}

    /// What the record of a commit has at least, without its new blobs.
    static long size(Commit commit) {
        long size = FIXED;
        for (SpaceChanges part : commit.parts()) {
            size += PART_FIXED + size(part.changes());
        }
        return size;
    }

    private static long size(List<Change> changes) {
        long size = 0;
        for (Change change : changes) {
            size +=
                    switch (change) {
                        case Change.Put(var key, var value) -> 7L + key.length + value.length;
                        case Change.Delete(var key) -> 3L + key.length;
                        case Change.AddReference(_, var holder) -> 19L + holder.length;
                        case Change.RemoveReference(_, var holder) -> 19L + holder.length;
                    };
        }
        return size;
    }

    int encodedSize() {
        long size = FIXED;
        for (NewBlob named : blobs) {
            size += 16 + named.blob().encodedSize();
        }
        for (Part part : parts) {
            size += PART_FIXED + size(part.changes());
        }
        return Math.toIntExact(size);
    }

    void encode(ByteBuffer out) {
        out.put(VERSION);
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        out.putInt(blobs.size());
        for (NewBlob named : blobs) {
            out.putLong(named.id().high()).putLong(named.id().low());
            named.blob().encode(out);
        }
        out.putInt(parts.size());
        for (Part part : parts) {
            out.putLong(part.space()).putLong(part.version()).putInt(part.changes().size());
            for (Change change : part.changes()) {
                encode(change, out);
            }
        }
    }

    private static void encode(Change change, ByteBuffer out) {
        switch (change) {
            case Change.Put(var key, var value) -> {
                out.put(PUT).putShort((short) key.length).put(key);
                out.putInt(value.length).put(value);
            }
            case Change.Delete(var key) -> out.put(DELETE).putShort((short) key.length).put(key);
            case Change.AddReference(var blob, var holder) -> {
                out.put(ADD_REFERENCE).putLong(blob.high()).putLong(blob.low());
                out.putShort((short) holder.length).put(holder);
            }
            case Change.RemoveReference(var blob, var holder) -> {
                out.put(REMOVE_REFERENCE).putLong(blob.high()).putLong(blob.low());
                out.putShort((short) holder.length).put(holder);
            }
        }
    }

    /// @throws StorageException.Damaged when this is no commit
    static CommitRecord decode(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                throw new StorageException.Damaged(
                        "a commit in the log is not of version " + VERSION);
            }
            UUID id = new UUID(in.getLong(), in.getLong());
            List<NewBlob> blobs = new ArrayList<>();
            for (int n = in.getInt(); n > 0; n--) {
                blobs.add(new NewBlob(blobId(in), StoredBlob.decode(in)));
            }
            List<Part> parts = new ArrayList<>();
            for (int n = in.getInt(); n > 0; n--) {
                parts.add(new Part(in.getLong(), in.getLong(), changes(in)));
            }
            return new CommitRecord(id, blobs, parts);
        } catch (BufferUnderflowException e) {
            throw new StorageException.Damaged("a commit in the log is cut");
        }
    }

    private static List<Change> changes(ByteBuffer in) {
        List<Change> changes = new ArrayList<>();
        for (int n = in.getInt(); n > 0; n--) {
            byte type = in.get();
            changes.add(
                    switch (type) {
                        case PUT ->
                                new Change.Put(octets(in, in.getShort()), octets(in, in.getInt()));
                        case DELETE -> new Change.Delete(octets(in, in.getShort()));
                        case ADD_REFERENCE ->
                                new Change.AddReference(blobId(in), octets(in, in.getShort()));
                        case REMOVE_REFERENCE ->
                                new Change.RemoveReference(blobId(in), octets(in, in.getShort()));
                        default ->
                                throw new StorageException.Damaged(
                                        "no change has the type " + type);
                    });
        }
        return changes;
    }

    static BlobId blobId(ByteBuffer in) {
        return new BlobId(in.getLong(), in.getLong());
    }

    private static byte[] octets(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new StorageException.Damaged("a commit in the log is cut");
        }
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }
}
