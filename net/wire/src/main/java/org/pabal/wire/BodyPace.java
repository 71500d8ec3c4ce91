// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// Whether a body comes fast enough. Only time spent waiting for the peer counts, not time that our
/// own disk takes. THREATS S26.
final class BodyPace {

    private final long windowNanos;
    private final long wanted;
    private long waited;
    private long octets;

    BodyPace(int octetsPerSecond, Duration window) {
        this.windowNanos = window.toNanos();
        this.wanted = octetsPerSecond * window.toMillis() / 1000;
    }

    void received(int count, long nanos) throws SocketTimeoutException {
        waited += nanos;
        octets += count;
        if (waited >= windowNanos) {
            if (octets < wanted) {
                throw new SocketTimeoutException("the peer sends its body too slowly");
            }
            waited = 0;
            octets = 0;
        }
    }
}
