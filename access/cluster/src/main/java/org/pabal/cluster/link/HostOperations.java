// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.HostOperation;

/// What other hosts may ask of this one, by name.
///
/// @param ofHosts for those that have proved to be hosts
/// @param ofStrangers for everyone: a host that is about to join
public record HostOperations(
        Map<String, HostOperation> ofHosts, Map<String, HostOperation> ofStrangers) {
    public HostOperations {
        ofHosts = Map.copyOf(ofHosts);
        ofStrangers = Map.copyOf(ofStrangers);
    }

    /// With more for hosts.
    ///
    /// @throws IllegalArgumentException when a name is taken
    public HostOperations and(Map<String, HostOperation> more) {
        Map<String, HostOperation> all = new HashMap<>(ofHosts);
        more.forEach((name, operation) -> {
            if (all.put(name, operation) != null) {
                throw new IllegalArgumentException("two operations are called " + name);
            }
        });
        return new HostOperations(all, ofStrangers);
    }

    Optional<HostOperation> of(String name, boolean host) {
        Optional<HostOperation> known = Optional.ofNullable(ofStrangers.get(name));
        return known.isEmpty() && host ? Optional.ofNullable(ofHosts.get(name)) : known;
    }
}
