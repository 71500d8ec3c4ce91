// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Addresses that stand for others: single ones, and whole domains whose names stay.
///
/// A single address goes before its domain. What a map yields is not looked up in it again, so that
/// two entries may swap addresses.
public final class AddressMap {
    public static final AddressMap EMPTY = new AddressMap(Map.of());

    /// What an entry must be, for whoever wrote another.
    public static final String EXPECTED =
            "\"address\" = \"address\" or \"@domain\" = \"@domain\" or \"@domain\" = \"address\"";

    private final Map<Address, Address> addresses = new HashMap<>();
    private final Map<Domain, Address> domains = new HashMap<>();

    /// @param entries each of which {@link #isEntry}
    public AddressMap(Map<String, String> entries) {
        entries.forEach((from, to) -> {
            Address target =
                    to.startsWith("@")
                            ? new Address("", Domain.of(to.substring(1)))
                            : Address.of(to);
            if (from.startsWith("@")) {
                domains.put(Domain.of(from.substring(1)), target);
            } else {
                addresses.put(Address.of(from).lookupForm(), target);
            }
        });
    }

    public static boolean isEntry(String from, String to) {
        boolean wholeDomain = from.startsWith("@");
        boolean named =
                wholeDomain
                        ? Domain.parse(from.substring(1)).isPresent()
                        : Address.parse(from).isPresent();
        return named
                && (Address.parse(to).isPresent()
                        || wholeDomain
                                && to.startsWith("@")
                                && Domain.parse(to.substring(1)).isPresent());
    }

    /// What stands for an address; empty when the map says nothing of it.
    Optional<Address> get(Address address) {
        Address single = addresses.isEmpty() ? null : addresses.get(address.lookupForm());
        if (single != null) {
            return Optional.of(single);
        }
        Address whole = domains.isEmpty() ? null : domains.get(address.domain());
        if (whole == null) {
            return Optional.empty();
        }
        return Optional.of(
                whole.localPart().isEmpty()
                        ? new Address(address.localPart(), whole.domain())
                        : whole);
    }
}
