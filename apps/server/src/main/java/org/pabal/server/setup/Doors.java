// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The doors by which mail comes and goes, as this host sees them.
public interface Doors {
    /// A service and its port.
    ///
    /// @param isOpen whether it listens
    record Inbound(String service, int port, boolean isOpen) {}

    /// A mail exchanger of others.
    record Target(String host, int port) {}

    /// What came of knocking at one.
    enum Knock {
        OPEN,

        /// Nobody answered: something on the way drops it.
        TIMEOUT,

        /// Somebody said no, mostly a firewall.
        REFUSED,

        /// This host has no way there.
        NO_ROUTE;

        String word() {
            return this == NO_ROUTE ? "noRoute" : name().toLowerCase(Locale.ROOT);
        }
    }

    List<Inbound> inbound();

    /// Those of the settings.
    List<Target> targets();

    /// Connects and hangs up; blocks for some seconds at most.
    Knock knock(InetSocketAddress server);

    /// The name of the smarthost that takes mail for everybody; empty when mail goes out by itself.
    Optional<String> relay();
}
