// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/// What TLS agreed on.
///
/// @param version such as `TLSv1.3`
/// @param serverName that the client asked for (SNI), checked to be a host name
/// @param channelBindings for SCRAM-…-PLUS, by the names of RFC 5056's registry: `tls-exporter`
///     (RFC 9266) and `tls-server-end-point` (RFC 5929 §4), as far as the session has them
/// @param clientCertificate of a user, that the peer showed as a client and that one of the authorities
///     for users vouches for
/// @param hostCertificate of another host of this mail system, that the peer showed as a client and
///     that the hosts' own authority vouches for; never the same as that of a user
public record TlsFacts(
        String version,
        String cipherSuite,
        Optional<String> serverName,
        Map<String, byte[]> channelBindings,
        Optional<X509Certificate> clientCertificate,
        Optional<X509Certificate> hostCertificate) {
    public TlsFacts {
        channelBindings = Map.copyOf(channelBindings);
    }

    /// With a client that is no host of ours.
    public TlsFacts(
            String version,
            String cipherSuite,
            Optional<String> serverName,
            Map<String, byte[]> channelBindings,
            Optional<X509Certificate> clientCertificate) {
        this(
                version,
                cipherSuite,
                serverName,
                channelBindings,
                clientCertificate,
                Optional.empty());
    }
}
