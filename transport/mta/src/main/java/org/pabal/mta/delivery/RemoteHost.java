// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.mta.routing.MailHosts;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;

/// One address of one host to connect to, and how.
///
/// @param name for TLS and reports
/// @param address of the Internet, or a Unix-domain socket
/// @param exchanger what it is found as; empty for a host that the settings name
/// @param mutual of a host of this mail system, which knows us by our certificate
public record RemoteHost(
        String name,
        SocketAddress address,
        NextHop.Protocol protocol,
        TlsDemand tls,
        Optional<RelayCredentials> credentials,
        Optional<Exchanger> exchanger,
        Optional<MailHosts.MutualTls> mutual) {

    /// A host of somebody else's.
    public RemoteHost(
            String name,
            SocketAddress address,
            NextHop.Protocol protocol,
            TlsDemand tls,
            Optional<RelayCredentials> credentials,
            Optional<Exchanger> exchanger) {
        this(name, address, protocol, tls, credentials, exchanger, Optional.empty());
    }

    /// A host as a mail exchanger of a domain.
    ///
    /// @param policy that its TLS comes under
    public record Exchanger(Domain of, TlsPolicy policy) {}

    /// What is equal for two that may share a connection, whatever domains they are found for.
    RemoteHost door() {
        return exchanger.isEmpty()
                ? this
                : new RemoteHost(
                        name, address, protocol, tls, credentials, Optional.empty(), mutual);
    }

    /// Empty for a Unix-domain socket.
    public Optional<InetAddress> internet() {
        return address instanceof InetSocketAddress socket
                ? Optional.of(socket.getAddress())
                : Optional.empty();
    }

    String nameForTls() {
        return tls.asked().orElse(name);
    }

    RemoteHost demanding(TlsDemand other) {
        return new RemoteHost(name, address, protocol, other, credentials, exchanger, mutual);
    }

    @Override
    public String toString() {
        return address instanceof InetSocketAddress socket
                ? name + "[" + socket.getAddress().getHostAddress() + "]:" + socket.getPort()
                : name;
    }
}
