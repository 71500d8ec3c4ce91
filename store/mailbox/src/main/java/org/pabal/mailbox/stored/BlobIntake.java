// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.mime.MessageScanner;
import org.pabal.storage.BlobWriter;

/// Streams a message into a blob and through the scanner at once.
final class BlobIntake implements MessageIntake {
    private final BlobWriter blob;
    private final MessageScanner scanner = new MessageScanner();
    private long octets;

    BlobIntake(BlobWriter blob) {
        this.blob = blob;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        Failures.translated(() -> {
            blob.write(from, offset, length);
            return true;
        });
        octets += length;
        scanner.write(from, offset, length);
    }

    @Override
    public boolean headerIsWithinLimits() {
        return scanner.headerIsWithinLimits();
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public StagedMessage finish(byte[] top) {
        return new StagedMessage(
                Failures.translated(() -> blob.finish(top)), scanner.finish().below(top));
    }

    @Override
    public void close() {
        blob.close();
    }
}
