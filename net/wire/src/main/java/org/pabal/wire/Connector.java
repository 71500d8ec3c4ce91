// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// Makes connections to servers.
public final class Connector {

    private final Wire wire;

    public Connector(Wire wire) {
        this.wire = wire;
    }

    public SocketConnection connect(InetSocketAddress server, Duration timeout) throws IOException {
        return connect(server, timeout, Optional.empty());
    }

    /// @param local address to connect from
    /// @throws java.net.SocketTimeoutException when the server does not answer in time
    public SocketConnection connect(
            InetSocketAddress server, Duration timeout, Optional<InetAddress> local)
            throws IOException {
        if (server.isUnresolved()) {
            throw new UnknownHostException(server.getHostString());
        }
        SocketChannel channel = SocketChannel.open();
        try {
            if (local.isPresent()) {
                channel.bind(new InetSocketAddress(local.get(), 0));
            }
            int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
            channel.socket().connect(server, millis);
            return new SocketConnection(wire, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Connects to a process of this host.
    public SocketConnection connect(UnixDomainSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(server);
            return new SocketConnection(wire, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Connects to a helper program. A name is looked up by the system, whose list of hosts is where
    /// neighbours are named; its addresses are tried in order.
    ///
    /// @param timeout for each address
    public SocketConnection connect(ServiceAddress service, Duration timeout) throws IOException {
        return switch (service) {
            case ServiceAddress.Unix(var path) -> connect(UnixDomainSocketAddress.of(path));
            case ServiceAddress.Inet(var host, int port) ->
                    connectToAny(InetAddress.getAllByName(host), port, timeout);
        };
    }

    private SocketConnection connectToAny(InetAddress[] addresses, int port, Duration timeout)
            throws IOException {
        IOException last = new UnknownHostException("no address");
        for (InetAddress address : addresses) {
            try {
                return connect(new InetSocketAddress(address, port), timeout);
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }
}
