// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A blob as a stream, which closes its reader. What storage has against it is the cause of an
/// {@link IOException}.
public final class BlobStream extends InputStream {
    private final BlobReader reader;
    private long position;

    /// @param from the first octet, counted from 0
    public BlobStream(BlobReader reader, long from) {
        this.reader = reader;
        this.position = from;
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
            throw new IOException(e.getMessage(), e);
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
