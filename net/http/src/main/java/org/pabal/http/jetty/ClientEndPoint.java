// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// One connection. Knows since when its client has been telling what it wants, so that one who never
/// comes to an end is cut off: a proxy's header, a handshake, the fields of a request (THREATS J02).
final class ClientEndPoint extends SocketChannelEndPoint {
    private static final long QUIET = 0;

    private final Guest guest;
    private final AtomicInteger requests = new AtomicInteger();

    /// Nanoseconds; quiet while a request is being answered or nothing has come.
    private volatile long tellingSince = now();

    private volatile boolean multiplexed;

    ClientEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Guest guest) {
        super(channel, selector, key, scheduler);
        this.guest = guest;
    }

    /// The connection below TLS and proxy headers.
    static Optional<ClientEndPoint> below(@Nullable EndPoint endPoint) {
        EndPoint next = endPoint;
        while (next instanceof EndPoint.Wrapper wrapper) {
            next = wrapper.unwrap();
        }
        return next instanceof ClientEndPoint client ? Optional.of(client) : Optional.empty();
    }

    Guest guest() {
        return guest;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int octets = super.fill(buffer);
        if (octets > 0 && tellingSince == QUIET && requests.get() == 0) {
            tellingSince = now();
        }
        return octets;
    }

    /// It was let in, shook hands, or had its answer: it may rest as long as idle connections may.
    void rest() {
        tellingSince = QUIET;
    }

    /// HTTP/2: frames come and go all the time.
    void multiplexes() {
        multiplexed = true;
    }

    void requestBegins() {
        requests.incrementAndGet();
        rest();
    }

    void requestEnds() {
        rest();
        requests.decrementAndGet();
    }

    /// Whether the client has been telling what it wants for longer than this.
    boolean dawdles(Duration most) {
        long since = tellingSince;
        return since != QUIET
                && !multiplexed
                && requests.get() == 0
                && System.nanoTime() - since > most.toNanos();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        guest.leave();
    }

    private static long now() {
        long now = System.nanoTime();
        return now == QUIET ? 1 : now;
    }
}
