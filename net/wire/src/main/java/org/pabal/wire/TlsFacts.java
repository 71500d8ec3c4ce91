// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// What TLS agreed on.
///
/// @param version such as `TLSv1.3`
/// @param serverName that the client asked for (SNI), checked to be a host name
/// @param exporterBinding `tls-exporter` channel binding (RFC 9266), for SCRAM-…-PLUS
/// @param clientCertificate that the peer, as a client, showed and that was found good
public record TlsFacts(
        String version,
        String cipherSuite,
        Optional<String> serverName,
        Optional<byte[]> exporterBinding,
        Optional<X509Certificate> clientCertificate) {}
