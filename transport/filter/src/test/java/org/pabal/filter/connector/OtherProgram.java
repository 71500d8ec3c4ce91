// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Another program on loopback that does with a connection as it is told.
public final class OtherProgram implements AutoCloseable {
    private final Wire wire =
            new Wire(WireLimits.standard().withBodyPace(0, Duration.ofMinutes(1)));
    private final AtomicInteger asked = new AtomicInteger();
    private volatile ConnectionHandler does;
    private final Listener listener;

    public OtherProgram(ConnectionHandler first) throws IOException {
        does = first;
        listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "other",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            asked.incrementAndGet();
                            connection.readDeadline(Duration.ofSeconds(10));
                            does.handle(connection);
                        });
        listener.start();
    }

    public void now(ConnectionHandler other) {
        does = other;
    }

    public int asked() {
        return asked.get();
    }

    public ServiceAddress address() {
        return new ServiceAddress.Inet(
                "127.0.0.1", ((InetSocketAddress) listener.boundAddress()).getPort());
    }

    public Connector connector() {
        return new Connector(wire);
    }

    @Override
    public void close() {
        listener.close();
        wire.close();
    }
}
