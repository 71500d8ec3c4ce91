// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.pabal.storage.BlobReader;
import org.pabal.storage.StorageException;

/// A blob of the storage engine from its beginning.
final class BlobStream extends InputStream {
    private final BlobReader reader;
    private long position;

    BlobStream(BlobReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (length == 0) {
            return 0;
        }
        try {
            int count = reader.read(position, octets, offset, length);
            position += count;
            return count == 0 ? -1 : count;
        } catch (StorageException e) {
            throw new IOException("a blob cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, reader.size() - position);
        position += skipped;
        return skipped;
    }

    @Override
    public void close() {
        reader.close();
    }
}
