// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.http.HttpLimits;
import org.pabal.wire.SourceCounts;

/// How many requests are being answered, of everybody and of each source; a source is whoever asks,
/// also behind a proxy.
final class RequestGate {
    private final int most;
    private final SourceCounts sources;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong turnedAway = new AtomicLong();

    RequestGate(HttpLimits limits) {
        this.most = limits.requests();
        this.sources =
                new SourceCounts(
                        limits.requestsPerSource(),
                        Math.max(limits.requestsPerSource(), limits.requests() / 2));
    }

    boolean enter(InetAddress source) {
        if (running.incrementAndGet() > most || sources.enter(source).isPresent()) {
            running.decrementAndGet();
            turnedAway.incrementAndGet();
            return false;
        }
        return true;
    }

    void leave(InetAddress source) {
        sources.leave(source);
        running.decrementAndGet();
    }

    int running() {
        return running.get();
    }

    long turnedAway() {
        return turnedAway.get();
    }
}
