// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// A host of this mail system.
///
/// @param name by which directory and settings know it, see {@link HostName}
/// @param address where it is reached: a domain name or an IP address without brackets
/// @param aliases other names that a directory may have for it, in lower case
/// @param ports of the services that it offers to other hosts
public record Host(
        String name,
        String address,
        Kind kind,
        Set<String> aliases,
        Map<HostService, Integer> ports) {

    public enum Kind {
        /// Runs this program and is a member: speaks mutual TLS with the hosts' certificates.
        PABAL,
        /// Another program (Cyrus, Dovecot) that keeps mailboxes and takes mail by LMTP alone.
        LMTP
    }

    public Host {
        aliases = Set.copyOf(aliases);
        ports = Map.copyOf(ports);
    }

    /// Empty when the host does not offer the service to other hosts.
    public OptionalInt port(HostService service) {
        Integer port = ports.get(service);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /// Whether a directory that writes this means this host.
    public boolean isMeantBy(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(name) || lower.equalsIgnoreCase(address) || aliases.contains(lower);
    }
}
