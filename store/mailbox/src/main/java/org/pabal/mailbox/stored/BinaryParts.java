// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.NarrowedMessage;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;

/// Encodes the binary parts of a message that no mailbox keeps as they are. RFC 3516 §6.
final class BinaryParts {
    private static final int PIECE_OCTETS = 64 << 10;

    private BinaryParts() {}

    static Optional<StagedMessage> encoded(
            Storage storage, StagedMessage message, Supplier<MessageIntake> intakes) {
        NarrowedMessage.Source source = () -> open(storage, message.blob());
        try {
            Optional<NarrowedMessage> narrowed =
                    NarrowedMessage.of(source, NarrowedMessage.Carrier.MAILBOX);
            if (narrowed.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    narrowed.get().isChanged()
                            ? copied(narrowed.get(), intakes).found(message.arrival())
                            : message);
        } catch (IOException damaged) {
            throw new UnavailableException("a staged message cannot be read", damaged);
        }
    }

    private static StagedMessage copied(NarrowedMessage narrowed, Supplier<MessageIntake> intakes)
            throws IOException {
        byte[] piece = new byte[PIECE_OCTETS];
        try (InputStream in = narrowed.open();
                MessageIntake intake = intakes.get()) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                intake.write(piece, 0, count);
            }
            return intake.finish();
        }
    }

    private static InputStream open(Storage storage, Blob blob) {
        BlobReader reader = Failures.translated(() -> storage.openBlob(blob.id()));
        return new BlobStream(reader);
    }

    /// A blob from its beginning.
    private static final class BlobStream extends InputStream {
        private final BlobReader blob;
        private long position;

        BlobStream(BlobReader blob) {
            this.blob = blob;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] octets, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = Failures.translated(() -> blob.read(position, octets, offset, length));
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            blob.close();
        }
    }
}
