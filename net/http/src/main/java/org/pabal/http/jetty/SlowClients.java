// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.pabal.wire.Gatekeeper;
import org.pabal.wire.Misconduct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks through the connections of a door for those whose client does not come to the end of what it
/// wants, and closes them.
final class SlowClients implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);

    private static final byte[] TIMEOUT =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int LOOKS_PER_LIMIT = 10;
    private static final long MIN_PAUSE_MILLIS = 20;

    private final GuardedConnector connector;
    private final Duration most;
    private final Gatekeeper gatekeeper;
    private final boolean tls;

    /// @param most that a client may take
    /// @param tls when nothing can be said in the clear
    SlowClients(GuardedConnector connector, Duration most, Gatekeeper gatekeeper, boolean tls) {
        this.connector = connector;
        this.most = most;
        this.gatekeeper = gatekeeper;
        this.tls = tls;
    }

    void start() {
        connector
                .getScheduler()
                .schedule(
                        this,
                        Math.max(MIN_PAUSE_MILLIS, most.toMillis() / LOOKS_PER_LIMIT),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        try {
            connector.getConnectedEndPoints().forEach(this::look);
        } finally {
            if (connector.isRunning()) {
                start();
            }
        }
    }

    private void look(EndPoint endPoint) {
        if (endPoint instanceof ClientEndPoint client && client.dawdles(most)) {
            client.rest();
            LOG.debug(
                    "event=client-too-slow listener={} remote={}",
                    connector.getName(),
                    client.getRemoteSocketAddress());
            if (client.getRemoteSocketAddress() instanceof InetSocketAddress peer
                    && !client.guest().isIntroduced()) {
                gatekeeper.noticed(
                        peer.getAddress(),
                        connector.getName(),
                        Misconduct.SILENT,
                        "a request that came to no end");
            }
            if (tls) {
                client.close();
            } else {
                client.write(Callback.from(client::close), ByteBuffer.wrap(TIMEOUT));
            }
        }
    }
}
