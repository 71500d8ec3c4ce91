// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;

/// One address of one host to connect to.
///
/// @param name for TLS and reports
public record RemoteHost(
        String name,
        InetSocketAddress address,
        RelayTls tls,
        Optional<RelayCredentials> credentials) {
    @Override
    public String toString() {
        return name + "[" + address.getAddress().getHostAddress() + "]:" + address.getPort();
    }
}
