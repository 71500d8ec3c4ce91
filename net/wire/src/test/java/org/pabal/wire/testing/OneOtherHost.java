// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// A mail system of two hosts that trust each other without TLS.
///
/// @param everyPeer whom each peer has proved to be; empty for nobody
/// @param address of the service at the other host, whatever its name; empty when it is down
public record OneOtherHost(Optional<String> everyPeer, Optional<InetSocketAddress> address)
        implements OtherHosts {
    private static final Wire WIRE = new Wire(WireLimits.standard());

    /// As the host sees it whose clients all come by a front.
    public static OtherHosts behind(String front) {
        return new OneOtherHost(Optional.of(front), Optional.empty());
    }

    /// As the front sees it.
    public static OtherHosts before(InetSocketAddress service) {
        return new OneOtherHost(Optional.empty(), Optional.of(service));
    }

    @Override
    public Optional<String> hostOf(X509Certificate certificate) {
        return everyPeer;
    }

    @Override
    public Optional<String> hostOf(Connection peer) {
        return everyPeer;
    }

    @Override
    public Connection open(String host, Agreement agreement) throws IOException {
        if (address.isEmpty()) {
            throw new IOException("nothing listens there");
        }
        return new Connector(WIRE).connect(address.get(), Duration.ofSeconds(5));
    }
}
