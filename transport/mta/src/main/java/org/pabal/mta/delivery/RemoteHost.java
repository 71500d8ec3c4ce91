// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;

/// One address of one host to connect to, and how. Two that are equal may share a connection.
///
/// @param name for TLS and reports
/// @param address of the Internet, or a Unix-domain socket
public record RemoteHost(
        String name,
        SocketAddress address,
        NextHop.Protocol protocol,
        TlsDemand tls,
        Optional<RelayCredentials> credentials) {

    /// Empty for a Unix-domain socket.
    public Optional<InetAddress> internet() {
        return address instanceof InetSocketAddress socket
                ? Optional.of(socket.getAddress())
                : Optional.empty();
    }

    RemoteHost demanding(TlsDemand other) {
        return new RemoteHost(name, address, protocol, other, credentials);
    }

    @Override
    public String toString() {
        return address instanceof InetSocketAddress socket
                ? name + "[" + socket.getAddress().getHostAddress() + "]:" + socket.getPort()
                : name;
    }
}
