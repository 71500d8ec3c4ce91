// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// Which host of this mail system a client is, by the certificate that it showed. Safe for use by many
/// threads.
public interface PeerHosts {

    /// Where no host is known but this one.
    PeerHosts NONE = _ -> Optional.empty();

    /// The name of the host that the certificate belongs to, as things are now.
    Optional<String> hostOf(X509Certificate certificate);

    /// The host at the other end of a connection to one of our doors.
    default Optional<String> hostOf(TlsFacts tls) {
        return tls.hostCertificate().flatMap(this::hostOf);
    }

    /// The same; none before TLS.
    default Optional<String> hostOf(Connection connection) {
        return connection.tls().flatMap(this::hostOf);
    }
}
