// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Opens a queued mail's octets as another server gets them: without the prefix that is for final
/// delivery only.
public final class RelayedOctets {
    private final Storage storage;
    private final Content content;

    public RelayedOctets(Storage storage, Content content) {
        this.storage = storage;
        this.content = content;
    }

    /// @throws IOException when the store cannot give them: the attempt is to be made again
    public InputStream open() throws IOException {
        try {
            return new BlobStream(storage.openBlob(content.blob()), content.prefixOctets());
        } catch (StorageException trouble) {
            throw new IOException(trouble.getMessage(), trouble);
        }
    }

    private static final class BlobStream extends InputStream {
        private final BlobReader blob;
        private long position;

        BlobStream(BlobReader blob, long position) {
            this.blob = blob;
            this.position = position;
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
                int read = blob.read(position, octets, offset, length);
                position += read;
                return read == 0 ? -1 : read;
            } catch (StorageException trouble) {
                throw new IOException(trouble.getMessage(), trouble);
            }
        }

        @Override
        public void close() {
            blob.close();
        }
    }
}
