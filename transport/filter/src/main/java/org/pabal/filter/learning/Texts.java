// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.util.Arrays;
import java.util.Optional;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.reading.MailReading;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Reads stored messages and files, as the filter reads arriving mail.
final class Texts {
    /// As much as the filter sees of an arriving mail.
    static final int MAX_OCTETS = 512 << 10;

    private final Storage storage;

    Texts(Storage storage) {
        this.storage = storage;
    }

    /// Empty for a message that is gone, or damaged.
    Optional<MailReading> of(StoredMessage message) {
        try (BlobReader blob = storage.openBlob(message.blob())) {
            byte[] window = new byte[(int) Math.min(MAX_OCTETS, blob.size())];
            int read = 0;
            int more;
            do {
                more = blob.read(read, window, read, window.length - read);
                read += more;
            } while (more > 0 && read < window.length);
            return Optional.of(of(Arrays.copyOf(window, read)));
        } catch (StorageException.NoSuchBlob | StorageException.Damaged gone) {
            return Optional.empty();
        }
    }

    /// @param message with CRLF or LF; what is behind {@link #MAX_OCTETS} is not looked at
    static MailReading of(byte[] message) {
        byte[] window = WithLineEnds.of(message, MAX_OCTETS);
        MessageScanner scanner = new MessageScanner();
        scanner.write(window, 0, window.length);
        return MailReading.of(scanner.finish(), window);
    }
}
