// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pabal.storage.BlobId;

/// How what hosts say about a move is written: numbers with the highest octet first, octets behind
/// their count. docs/formats/account-copy-v1.md
final class Stream {
    private static final int MAX_KEY = 1_024;
    static final int MAX_VALUE = 16 << 20;

    private Stream() {}

    static void writeKey(DataOutputStream out, byte[] key) throws IOException {
        out.writeShort(key.length);
        out.write(key);
    }

    static byte[] readKey(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        if (length < 1 || length > MAX_KEY) {
            throw new IOException("the other host sent a key of " + length + " octets");
        }
        return exactly(in, length);
    }

    static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] octets = new byte[length];
        in.readFully(octets);
        return octets;
    }

    static int readCount(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("the other host sent a list of " + count);
        }
        return count;
    }

    static void writeBlob(DataOutputStream out, BlobId blob) throws IOException {
        out.writeLong(blob.high());
        out.writeLong(blob.low());
    }

    static BlobId readBlob(DataInputStream in) throws IOException {
        return new BlobId(in.readLong(), in.readLong());
    }

    static void writeBlobs(DataOutputStream out, Iterable<BlobId> blobs, int count)
            throws IOException {
        out.writeInt(count);
        for (BlobId blob : blobs) {
            writeBlob(out, blob);
        }
    }

    static List<BlobId> readBlobs(DataInputStream in) throws IOException {
        BlobId[] blobs = new BlobId[readCount(in, MoveTarget.MAX_ASKED)];
        for (int i = 0; i < blobs.length; i++) {
            blobs[i] = readBlob(in);
        }
        return List.of(blobs);
    }

    static Set<BlobId> setOf(List<BlobId> blobs) {
        return new HashSet<>(blobs);
    }
}
