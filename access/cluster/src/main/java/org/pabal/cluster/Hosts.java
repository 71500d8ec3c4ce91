// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.List;
import java.util.Optional;

/// The hosts of this mail system as they are now: those that the settings declare and those that have
/// joined. Safe for use by many threads; cheap to ask.
public interface Hosts {

    /// This host.
    Host self();

    /// All but this one, in the order of their names.
    List<Host> others();

    /// Another host by its name, or by another name that a directory has for it.
    default Optional<Host> other(String name) {
        List<Host> all = others();
        return all.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .or(() -> all.stream().filter(host -> host.isMeantBy(name)).findFirst());
    }

    /// The name of the host that a directory means by a text (LDAP's mailHost, the domain of a
    /// maildrop): this host's own name, another's, or empty for what is no host of ours.
    default Optional<String> nameOf(String text) {
        return HostName.parse(text).or(() -> Optional.of(text)).flatMap(this::known);
    }

    private Optional<String> known(String text) {
        if (self().isMeantBy(text)) {
            return Optional.of(self().name());
        }
        return others().stream().filter(host -> host.isMeantBy(text)).map(Host::name).findFirst();
    }

    /// Whether a directory that writes this means this host.
    default boolean isSelf(String text) {
        return nameOf(text).filter(self().name()::equals).isPresent();
    }
}
