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
import org.pabal.storage.BlobStream;
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
        return new BlobStream(Failures.translated(() -> storage.openBlob(blob.id())), 0);
    }
}
