// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// The other hosts of one mail system, as the sessions of one service see them: a front opens the
/// same service at the host that holds an account, and that host knows the front by its certificate.
/// Safe for use by many threads.
public interface OtherHosts extends PeerHosts {

    /// Of a host that stands alone.
    OtherHosts NONE =
            new OtherHosts() {
                @Override
                public Optional<String> hostOf(X509Certificate certificate) {
                    return Optional.empty();
                }

                @Override
                public Connection open(String host, Agreement agreement) throws IOException {
                    throw new IOException("this host knows of no other, so not of " + host);
                }
            };

    /// What is said in the clear before TLS, where a service has no port that begins with it.
    interface Agreement {
        void reach(Connection connection) throws IOException;
    }

    /// Opens a service that begins with TLS at every host.
    default Connection open(String host) throws IOException {
        return open(
                host,
                _ -> {
                    throw new IOException("hosts begin this service with TLS");
                });
    }

    /// Opens the service at a host. Each end has proved to the other who it is.
    ///
    /// @param agreement from the greeting to the go-ahead for TLS; not asked where TLS comes first
    Connection open(String host, Agreement agreement) throws IOException;
}
