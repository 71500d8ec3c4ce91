// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import java.util.Optional;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.HeaderField;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Storage;

/// What one check reads of a mail and writes in place of its body. A new body lies in the store and
/// is given up with it. For one thread.
final class MessageUnderCheck implements CheckedMessage, AutoCloseable {
    private final Storage storage;
    private final StagedContent content;
    private final long maxOctets;
    private final BlobReader blob;
    private Optional<List<HeaderField>> header = Optional.empty();
    private Optional<BlobWriter> newBody = Optional.empty();
    private long newOctets;

    MessageUnderCheck(Storage storage, StagedContent content, long maxOctets) {
        this.storage = storage;
        this.content = content;
        this.maxOctets = maxOctets;
        this.blob = storage.openBlob(content.message().blob().id());
    }

    @Override
    public long octets() {
        return content.octets() - content.ownOctets();
    }

    @Override
    public List<HeaderField> header() {
        if (header.isEmpty()) {
            header = Optional.of(EditedHeader.parse(headerOctets()).fields());
        }
        return header.get();
    }

    /// The section without our trace fields.
    byte[] headerOctets() {
        return read(content.ownOctets(), Math.toIntExact(content.bodyPosition()));
    }

    private byte[] read(int start, int end) {
        byte[] octets = new byte[end - start];
        int have = 0;
        while (have < octets.length) {
            int read = blob.read(start + have, octets, have, octets.length - have);
            if (read == 0) {
                throw new UnavailableException("the content ends too early");
            }
            have += read;
        }
        return octets;
    }

    @Override
    public long bodyOctets() {
        return content.octets() - content.bodyPosition();
    }

    @Override
    public int readBody(long position, byte[] octets, int offset, int length) {
        return blob.read(content.bodyPosition() + position, octets, offset, length);
    }

    @Override
    public void writeBody(byte[] octets, int offset, int length) throws BodyTooLarge {
        newOctets += length;
        if (newOctets > maxOctets) {
            throw new BodyTooLarge(maxOctets);
        }
        if (newBody.isEmpty()) {
            newBody = Optional.of(storage.newBlob());
        }
        newBody.get().write(octets, offset, length);
    }

    /// Ends the new body, if there is one.
    Optional<Blob> newBody() {
        return newBody.map(BlobWriter::finish);
    }

    @Override
    public void close() {
        newBody.ifPresent(BlobWriter::close);
        blob.close();
    }
}
