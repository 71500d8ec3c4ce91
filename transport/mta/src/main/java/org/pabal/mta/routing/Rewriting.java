// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;

/// Which addresses are written anew on their way through.
///
/// @param senders of submitted mail: its reverse-path, and its From by {@link #author}
/// @param recipients of all mail, before anything else is asked about them
/// @param masquerade domains that hide the names of the hosts below them in senders' addresses
public record Rewriting(AddressMap senders, AddressMap recipients, Set<Domain> masquerade) {
    public static final Rewriting NONE =
            new Rewriting(AddressMap.EMPTY, AddressMap.EMPTY, Set.of());

    public Rewriting {
        masquerade = Set.copyOf(masquerade);
    }

    /// The reverse-path under which submitted mail goes on.
    public ReversePath sender(ReversePath from) {
        return from instanceof ReversePath.To(var address)
                ? author(address).<ReversePath>map(ReversePath.To::new).orElse(from)
                : from;
    }

    /// What stands for an author's address, in the envelope and in From; empty when it stays.
    public Optional<Address> author(Address address) {
        Address shown = masqueraded(address);
        Optional<Address> mapped = senders.get(shown);
        return mapped.isPresent() || shown.equals(address) ? mapped : Optional.of(shown);
    }

    /// The address that mail for a recipient is for.
    Optional<Address> recipient(Address address) {
        return recipients.get(address);
    }

    /// `bob@host.example.org` as `bob@example.org`; of several domains the longest that fits.
    private Address masqueraded(Address address) {
        if (masquerade.isEmpty() || address.domain().isLiteral()) {
            return address;
        }
        String rest = address.domain().name();
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            rest = rest.substring(dot + 1);
            Domain parent = new Domain(rest);
            if (masquerade.contains(parent)) {
                return new Address(address.localPart(), parent);
            }
        }
        return address;
    }
}
