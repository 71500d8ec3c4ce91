// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.StoredMessage;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;

/// The octets of a message, as they lie in storage.
record BlobOctets(BlobReader blob) implements MessageOctets {
    static MessageOctets of(Storage storage, StoredMessage message) {
        return new BlobOctets(Failures.translated(() -> storage.openBlob(message.blob())));
    }

    /// In the order of the messages; empty where the octets are lost.
    static List<Optional<MessageOctets>> of(Storage storage, List<StoredMessage> messages) {
        List<BlobId> blobs = messages.stream().map(StoredMessage::blob).toList();
        return Failures.translated(() -> storage.openBlobs(blobs)).stream()
                .map(blob -> blob.<MessageOctets>map(BlobOctets::new))
                .toList();
    }

    @Override
    public long size() {
        return blob.size();
    }

    @Override
    public int read(long position, byte[] octets, int offset, int length) {
        return Failures.translated(() -> blob.read(position, octets, offset, length));
    }

    @Override
    public void close() {
        blob.close();
    }
}
