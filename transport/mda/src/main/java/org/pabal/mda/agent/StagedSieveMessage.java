// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.Optional;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.SieveMessage;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// A message in the store as a script reads it. What only looks at its header fields reads nothing:
/// they are known. For one thread.
final class StagedSieveMessage implements SieveMessage, AutoCloseable {
    private final Storage storage;
    private final StagedMessage message;
    private Optional<BlobReader> open = Optional.empty();

    StagedSieveMessage(Storage storage, StagedMessage message) {
        this.storage = storage;
        this.message = message;
    }

    StagedMessage staged() {
        return message;
    }

    @Override
    public ScannedMessage scan() {
        return message.scan();
    }

    @Override
    public long octets() {
        return message.octets();
    }

    @Override
    public int read(long position, byte[] octets, int offset, int length) {
        try {
            if (open.isEmpty()) {
                open = Optional.of(storage.openBlob(message.blob().id()));
            }
            return open.get().read(position, octets, offset, length);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    @Override
    public void close() {
        open.ifPresent(BlobReader::close);
        open = Optional.empty();
    }
}
