// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;

/// Carries the content of a mail from the wire to the service, within the limit on its size.
///
/// After the first trouble on our side nothing more is handed on, but the content is read to its
/// true end, so that the session stays in step with its peer.
final class ContentIntake implements Connection.Sink {
    private final MailService.Content content;
    private final long maxOctets;
    private long octets;
    private @Nullable RuntimeException failure;

    ContentIntake(MailService.Content content, long maxOctets) {
        this.content = content;
        this.maxOctets = maxOctets;
    }

    long octets() {
        return octets;
    }

    boolean isOverLimit() {
        return octets > maxOctets;
    }

    /// Throws what the service threw while it took the content.
    void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void write(byte[] lent, int offset, int length) {
        boolean ended = failure != null || isOverLimit();
        octets += length;
        if (ended) {
            return;
        }
        if (isOverLimit()) {
            content.close(); // what came so far need not be kept while the rest is read
            return;
        }
        try {
            content.write(lent, offset, length);
        } catch (IOException storeFailed) {
            fail(new UnavailableException("the content of a mail cannot be kept", storeFailed));
        } catch (RuntimeException unforeseen) {
            fail(unforeseen);
        }
    }

    private void fail(RuntimeException reason) {
        failure = reason;
        content.close();
    }
}
