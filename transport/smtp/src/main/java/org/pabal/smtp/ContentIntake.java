// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;

/// Carries the content of a mail from the wire to the service, within the limits.
///
/// After the first trouble on our side nothing more is handed on, but the content is read to its
/// true end, so that the session stays in step with its peer.
final class ContentIntake implements Connection.Sink {
    /// THREATS §4 and S26: a mail at less than 500 octets a second over a minute is an attack, or
    /// better sent again later.
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static final long MIN_WINDOW_OCTETS = 500 * WINDOW.toSeconds();

    private final MailService.Content content;
    private final long maxOctets;
    private final SessionClock clock;
    private long octets;
    private @Nullable RuntimeException failure;
    private long windowStart;
    private long windowOctets;

    ContentIntake(MailService.Content content, long maxOctets, SessionClock clock) {
        this.content = content;
        this.maxOctets = maxOctets;
        this.clock = clock;
        this.windowStart = clock.nanoTime();
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
    public void write(byte[] lent, int offset, int length) throws IOException {
        long now = clock.nanoTime();
        keepPace(now, length);
        boolean wasOverLimit = isOverLimit();
        octets += length;
        if (failure != null || wasOverLimit) {
            return;
        }
        if (isOverLimit()) {
            content.close();
            return;
        }
        handOn(lent, offset, length);
        windowStart += clock.nanoTime() - now; // what our store takes is not the peer's slowness
    }

    private void keepPace(long now, int length) throws SocketTimeoutException {
        if (now - windowStart >= WINDOW.toNanos()) {
            if (windowOctets < MIN_WINDOW_OCTETS) {
                throw new SocketTimeoutException("the content came too slowly");
            }
            windowStart = now;
            windowOctets = 0;
        }
        windowOctets += length;
    }

    private void handOn(byte[] lent, int offset, int length) {
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
