// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The ways that the settings fix: for single addresses, for domains, for all below a domain, for
/// all. The closest entry holds.
public final class RouteTable {
    public static final RouteTable EMPTY = new RouteTable(Map.of());

    /// What a key must be, for whoever wrote another.
    public static final String EXPECTED =
            "an address, a domain, \"*.domain\" for what is below it, or \"*\" for all others";

    private static final String BELOW = "*.";

    private final Map<Address, RouteTarget> addresses = new HashMap<>();
    private final Map<Domain, RouteTarget> domains = new HashMap<>();
    private final Map<Domain, RouteTarget> below = new HashMap<>();
    private final Optional<RouteTarget> others;

    /// @param entries by key, each of which {@link #isKey}
    public RouteTable(Map<String, RouteTarget> entries) {
        entries.forEach((key, target) -> {
            if (key.contains("@")) {
                addresses.put(Address.of(key).lookupForm(), target);
            } else if (key.startsWith(BELOW)) {
                below.put(Domain.of(key.substring(BELOW.length())), target);
            } else if (!key.equals("*")) {
                domains.put(Domain.of(key), target);
            }
        });
        others = Optional.ofNullable(entries.get("*"));
    }

    public static boolean isKey(String text) {
        if (text.contains("@")) {
            return Address.parse(text).isPresent();
        }
        String domain = text.startsWith(BELOW) ? text.substring(BELOW.length()) : text;
        return text.equals("*") || Domain.parse(domain).isPresent();
    }

    Optional<RouteTarget> of(Address address) {
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(addresses.get(address.lookupForm()));
    }

    Optional<RouteTarget> of(Domain domain) {
        RouteTarget exact = domains.get(domain);
        if (exact != null) {
            return Optional.of(exact);
        }
        if (!below.isEmpty() && !domain.isLiteral()) {
            String rest = domain.name();
            for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
                rest = rest.substring(dot + 1);
                RouteTarget parent = below.get(new Domain(rest));
                if (parent != null) {
                    return Optional.of(parent);
                }
            }
        }
        return others;
    }
}
