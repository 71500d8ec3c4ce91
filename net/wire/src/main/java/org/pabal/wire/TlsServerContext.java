// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/// Certificates and parameters of the server's role; what it holds may change while it runs, and
/// new handshakes use the new.
public interface TlsServerContext {

    /// A fresh engine in server mode: TLS 1.2 and 1.3 only, no renegotiation.
    SSLEngine newEngine();

    /// Whether log-ins may be bound to the channel.
    enum ChannelBinding {
        /// RFC 9266, RFC 5929
        OFFERED,
        /// Clients are not shown what some of them choose and cannot do.
        WITHHELD
    }

    default ChannelBinding channelBinding() {
        return ChannelBinding.OFFERED;
    }

    /// The certificate that a client showed in a finished handshake, when it was asked for one and
    /// an authority that is trusted for this vouches for it.
    default Optional<X509Certificate> clientCertificate(SSLSession session) {
        return Optional.empty();
    }

    /// Likewise of another host of this mail system, that the hosts' own authority vouches for.
    default Optional<X509Certificate> hostCertificate(SSLSession session) {
        return Optional.empty();
    }
}
