// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.io.IOException;
import java.io.InputStream;
import org.pabal.storage.BlobStream;
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
}
