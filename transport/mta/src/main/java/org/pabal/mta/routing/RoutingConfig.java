// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.Map;
import org.pabal.message.Domain;

/// What the settings say about the way of outbound mail.
///
/// @param smarthosts take outbound mail but that of `hosts`; without one for a sender: mail
///     exchangers
/// @param hosts a fixed next host for single domains
public record RoutingConfig(Smarthosts smarthosts, Map<Domain, NextHop.Host> hosts) {
    public RoutingConfig {
        hosts = Map.copyOf(hosts);
    }

    public static RoutingConfig defaults() {
        return new RoutingConfig(Smarthosts.NONE, Map.of());
    }
}
