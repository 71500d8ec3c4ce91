// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostService;
import org.pabal.cluster.format.v1.MembersFormat;

/// What a host says of itself, as arguments of a call.
final class SelfFields {
    private SelfFields() {}

    static Map<String, String> of(Host self) {
        Map<String, String> fields = new HashMap<>();
        fields.put("address", self.address());
        fields.put("names", String.join(",", new java.util.TreeSet<>(self.aliases())));
        fields.put("ports", MembersFormat.ports(self.ports()));
        return fields;
    }

    /// @param fields foreign input
    /// @param name of the host, which its certificate or invitation says
    static Optional<Host> parse(String name, Map<String, String> fields) {
        String address = fields.getOrDefault("address", "");
        Optional<Set<String>> names = MembersFormat.names(fields.getOrDefault("names", ""));
        Optional<Map<HostService, Integer>> ports =
                MembersFormat.parsePorts(fields.getOrDefault("ports", ""));
        return MembersFormat.isAddress(address) && names.isPresent() && ports.isPresent()
                ? Optional.of(new Host(name, address, Host.Kind.PABAL, names.get(), ports.get()))
                : Optional.empty();
    }
}
