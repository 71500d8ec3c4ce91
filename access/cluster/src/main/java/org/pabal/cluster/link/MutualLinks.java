// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.io.IOException;
import java.net.ConnectException;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.HostService;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.Hosts;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;

/// Connects to other hosts' cluster service under mutual TLS.
public final class MutualLinks implements HostLinks {
    private final Connector connector;
    private final Hosts hosts;
    private final HostTrust trust;
    private final String program;
    private final LinkLimits limits;

    /// @param program name and version of this program
    public MutualLinks(
            Connector connector, Hosts hosts, HostTrust trust, String program, LinkLimits limits) {
        this.connector = connector;
        this.hosts = hosts;
        this.trust = trust;
        this.program = program;
        this.limits = limits;
    }

    @Override
    public HostLink connect(String name) throws IOException {
        Host host =
                hosts.other(name)
                        .orElseThrow(() -> new IOException("there is no other host " + name));
        return connect(host);
    }

    /// To a host that the list may not have any more.
    public HostLink connect(Host host) throws IOException {
        if (host.kind() != Host.Kind.PABAL) {
            throw new IOException(
                    "the host " + host.name() + " runs another program, which has no such service");
        }
        int port =
                host.port(HostService.CLUSTER)
                        .orElseThrow(() ->
                                new IOException(
                                        "the host " + host.name() + " has no cluster service"));
        Connection connection = connect(connector, host.name(), host.address(), port, limits);
        try {
            connection.startTlsClient(trust.client(), HostTrust.serverName(host.name()), true);
        } catch (IOException | RuntimeException noTls) {
            connection.close();
            throw noTls;
        }
        return HostLink.open(connection, host.name(), program, limits);
    }

    /// @throws IOException that says which host is not reached
    public static Connection connect(
            Connector connector, String name, String address, int port, LinkLimits limits)
            throws IOException {
        ServiceAddress service = new ServiceAddress.Inet(address, port);
        try {
            return connector.connect(service, limits.connect());
        } catch (IOException away) {
            throw new ConnectException(
                    "host " + name + " is not reached at " + service + ": " + away.getMessage());
        }
    }
}
