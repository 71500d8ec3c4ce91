// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.List;
import java.util.Optional;

/// What the router found for an address.
///
/// @param routes at least one; several behind an alias
/// @param steps how it was found, one sentence each, for `pabal route explain`
/// @param relay whether the address is nothing of ours: only those who may relay may send to it
public record Routing(List<Route> routes, List<String> steps, boolean relay) {
    public Routing {
        routes = List.copyOf(routes);
        steps = List.copyOf(steps);
    }

    /// The routes on which a copy travels.
    public List<Route> open() {
        return routes.stream().filter(route -> !(route instanceof Route.Refused)).toList();
    }

    /// The refusal when no copy can travel at all; a temporary one goes before a permanent one.
    public Optional<Route.Refused> refusal() {
        Optional<Route.Refused> refusal = Optional.empty();
        for (Route route : routes) {
            if (!(route instanceof Route.Refused refused)) {
                return Optional.empty();
            }
            if (refusal.isEmpty() || refused.reply().isTransient()) {
                refusal = Optional.of(refused);
            }
        }
        return refusal;
    }
}
