// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.Map;
import java.util.Optional;
import org.pabal.message.Domain;

/// What the settings say about the way of outbound mail.
///
/// @param relayHost takes all outbound mail but that of `hosts`; empty: mail exchangers
/// @param hosts a fixed next host for single domains
public record RoutingConfig(Optional<NextHop.Host> relayHost, Map<Domain, NextHop.Host> hosts) {
    public RoutingConfig {
        hosts = Map.copyOf(hosts);
    }

    public static RoutingConfig defaults() {
        return new RoutingConfig(Optional.empty(), Map.of());
    }
}
