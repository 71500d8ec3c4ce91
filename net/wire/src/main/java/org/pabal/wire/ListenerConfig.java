// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.SocketAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a listener listens.
///
/// @param name for logs and metrics, such as `submissions`
/// @param address of the Internet, or a {@link java.net.UnixDomainSocketAddress}
/// @param implicitTls present when TLS begins at once, RFC 8314 §3
/// @param trustedProxies from which the PROXY protocol is demanded; from others it is not understood
/// @param maxConnections at a time
/// @param maxConnectionsPerSource at a time, of one IPv4 address or IPv6 /64
/// @param networkShare percent of all connections that one network may hold, so that it never keeps
///     everybody else away: an IPv4 /24 or an IPv6 /48
/// @param refusal what a connection over the limit is told
/// @param misdirected what a peer without TLS is told on a port of implicit TLS: a whole line of the
///     protocol that names the right port
/// @param backlog connections that the system holds until they are accepted
/// @param socketPermissions of the file of a Unix-domain socket
/// @param socketGroup of that file; empty for the group of this process
public record ListenerConfig(
        String name,
        SocketAddress address,
        Optional<TlsServerContext> implicitTls,
        List<IpNetwork> trustedProxies,
        int maxConnections,
        int maxConnectionsPerSource,
        int networkShare,
        Refusal refusal,
        Optional<String> misdirected,
        int backlog,
        Set<PosixFilePermission> socketPermissions,
        Optional<String> socketGroup) {

    private static final int MAX_CONNECTIONS = 5000;
    private static final int MAX_CONNECTIONS_PER_SOURCE = 50;
    private static final int NETWORK_SHARE = 50;
    private static final int WHOLE = 100;
    private static final int BACKLOG = 1024;

    /// Why a connection is not served.
    public enum Overload {
        TOO_MANY_CONNECTIONS,
        TOO_MANY_OF_THIS_SOURCE,
        TOO_MANY_OF_THIS_NETWORK,
        /// The gatekeeper refuses the source.
        BANNED
    }

    /// The protocol's line for a connection over the limit.
    @FunctionalInterface
    public interface Refusal {
        /// @return with its line end, such as `421 4.7.0 Too many connections`; empty to say nothing
        String line(Overload overload);
    }

    public ListenerConfig {
        trustedProxies = List.copyOf(trustedProxies);
        socketPermissions = Set.copyOf(socketPermissions);
        if (maxConnections < 1 || maxConnectionsPerSource < 1 || backlog < 1) {
            throw new IllegalArgumentException("a listener's limits start at 1");
        }
        if (networkShare < 1 || networkShare > WHOLE) {
            throw new IllegalArgumentException("a network's share is 1 to 100 percent");
        }
    }

    /// A plain listener with the default limits.
    public static ListenerConfig of(String name, SocketAddress address) {
        return new ListenerConfig(
                name,
                address,
                Optional.empty(),
                List.of(),
                MAX_CONNECTIONS,
                MAX_CONNECTIONS_PER_SOURCE,
                NETWORK_SHARE,
                _ -> "",
                Optional.empty(),
                BACKLOG,
                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
                Optional.empty());
    }

    /// @param misdirectedLine what a peer that speaks plainly is told
    public ListenerConfig withImplicitTls(TlsServerContext context, String misdirectedLine) {
        return new ListenerConfig(
                name,
                address,
                Optional.of(context),
                trustedProxies,
                maxConnections,
                maxConnectionsPerSource,
                networkShare,
                refusal,
                Optional.of(misdirectedLine),
                backlog,
                socketPermissions,
                socketGroup);
    }

    public ListenerConfig withTrustedProxies(List<IpNetwork> proxies) {
        return new ListenerConfig(
                name,
                address,
                implicitTls,
                proxies,
                maxConnections,
                maxConnectionsPerSource,
                networkShare,
                refusal,
                misdirected,
                backlog,
                socketPermissions,
                socketGroup);
    }

    public ListenerConfig withLimits(int connections, int connectionsPerSource, Refusal line) {
        return new ListenerConfig(
                name,
                address,
                implicitTls,
                trustedProxies,
                connections,
                connectionsPerSource,
                networkShare,
                line,
                misdirected,
                backlog,
                socketPermissions,
                socketGroup);
    }

    public ListenerConfig withNetworkShare(int percent) {
        return new ListenerConfig(
                name,
                address,
                implicitTls,
                trustedProxies,
                maxConnections,
                maxConnectionsPerSource,
                percent,
                refusal,
                misdirected,
                backlog,
                socketPermissions,
                socketGroup);
    }

    /// What one network may hold; never less than one source of it.
    public int maxConnectionsPerNetwork() {
        long share = (long) maxConnections * networkShare / WHOLE;
        return (int) Math.max(share, maxConnectionsPerSource);
    }

    public ListenerConfig withSocketPermissions(Set<PosixFilePermission> permissions) {
        return new ListenerConfig(
                name,
                address,
                implicitTls,
                trustedProxies,
                maxConnections,
                maxConnectionsPerSource,
                networkShare,
                refusal,
                misdirected,
                backlog,
                permissions,
                socketGroup);
    }

    /// @param group by name
    public ListenerConfig withSocketGroup(String group) {
        return new ListenerConfig(
                name,
                address,
                implicitTls,
                trustedProxies,
                maxConnections,
                maxConnectionsPerSource,
                networkShare,
                refusal,
                misdirected,
                backlog,
                socketPermissions,
                Optional.of(group));
    }
}
