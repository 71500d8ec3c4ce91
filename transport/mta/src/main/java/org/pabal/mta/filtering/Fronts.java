// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Hosts in front of this one that hand on strangers' mail which nobody has judged.
///
/// @param hosts by their addresses; this host's own stands for sockets, too
/// @param results in whose name they write Authentication-Results, in lower case; nobody else is
///     believed. RFC 8601 §5: they take out what strangers write in that name
public record Fronts(Predicate<InetAddress> hosts, Set<String> results) {
    public static final Fronts NONE = new Fronts(_ -> false, Set.of());

    public Fronts {
        results =
                results.stream()
                        .map(id -> id.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }
}
