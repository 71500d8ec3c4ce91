// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The domains that we are a backup for: mail is taken from anyone and handed on to the better mail
/// exchangers. RFC 5321 §5.1.
///
/// @param domains such as `example.net`
/// @param below what is below these, too (`*.example.edu`)
/// @param recipients the addresses that there are (lookup form), with an empty local-part for all of
///     a domain; empty: not known here, all are taken
public record RelayDomains(
        Set<Domain> domains, Set<Domain> below, Optional<Set<Address>> recipients) {
    public static final RelayDomains NONE = new RelayDomains(Set.of(), Set.of(), Optional.empty());

    public RelayDomains {
        domains = Set.copyOf(domains);
        below = Set.copyOf(below);
        recipients = recipients.map(Set::copyOf);
    }

    /// @param entries domains and `*.domain`, each of which is one
    public static RelayDomains of(Iterable<String> entries, Optional<Set<Address>> recipients) {
        Set<Domain> domains = new HashSet<>();
        Set<Domain> below = new HashSet<>();
        for (String entry : entries) {
            if (entry.startsWith("*.")) {
                below.add(Domain.of(entry.substring(2)));
            } else {
                domains.add(Domain.of(entry));
            }
        }
        return new RelayDomains(domains, below, recipients);
    }

    boolean contains(Domain domain) {
        if (domains.contains(domain)) {
            return true;
        }
        if (!below.isEmpty() && !domain.isLiteral()) {
            String rest = domain.name();
            for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
                rest = rest.substring(dot + 1);
                if (below.contains(new Domain(rest))) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean knows(Address address) {
        return recipients.isEmpty()
                || recipients.get().contains(address.lookupForm())
                || recipients.get().contains(new Address("", address.domain()));
    }
}
