// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.pabal.wire.PeerHosts;
import org.pabal.wire.TlsClientContext;

/// Why a host believes another: certificates of the hosts' own authority. Safe for use by many
/// threads; what it answers changes when this host joins, certificates are renewed or a host is
/// removed.
///
/// Certificates of hosts name them below a domain that nobody else can have, so that no client that
/// asks a door for the host's public name gets the hosts' certificate, and no certificate of a user or
/// of a public authority is ever taken for a host's.
public interface HostTrust extends PeerHosts {

    /// What stands behind a host's name in its certificate and in TLS's server name: `.internal` is
    /// kept out of the public DNS for good.
    String DOMAIN = ".hosts.pabal.internal";

    /// The name that TLS asks for (SNI) and checks when another host is connected to.
    static String serverName(String host) {
        return host + DOMAIN;
    }

    /// Whether this host has a certificate of the hosts' authority. Without one it trusts no host.
    boolean isMember();

    /// For connections to other hosts: shows our certificate, takes those of the hosts' authority
    /// alone. Use: {@code connection.startTlsClient(trust.client(), HostTrust.serverName(host),
    /// true)}.
    ///
    /// @throws org.pabal.message.UnavailableException when this host is no member
    TlsClientContext client();

    /// The host that a client's certificate belongs to: one of the hosts' authority, in its time,
    /// of a host that has joined and was not removed.
    @Override
    Optional<String> hostOf(X509Certificate certificate);
}
