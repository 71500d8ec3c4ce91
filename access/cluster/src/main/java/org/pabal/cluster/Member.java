// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A host that has joined, as all members know it.
///
/// @param key SHA-256 of its public key, in hexadecimal: a certificate for another key is not its
/// @param names other names that a directory may have for it
public record Member(
        String name,
        String key,
        String address,
        Set<String> names,
        Map<HostService, Integer> ports) {
    public Member {
        names = new TreeSet<>(names);
        ports = new TreeMap<>(ports);
    }

    public Host asHost() {
        return new Host(name, address, Host.Kind.PABAL, names, ports);
    }

    /// The same with what a host says of itself.
    public Member as(Host self) {
        return new Member(name, key, self.address(), self.aliases(), self.ports());
    }
}
