// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.Optional;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;

/// Which names may be given to accounts and aliases.
record NameRules(DirectoryIndex index) {

    /// What speaks against a new name: no domain, or taken.
    Optional<String> objection(Address address) {
        if (!index.isReal(address.domain())) {
            return Optional.of(
                    index.domainAlias(address.domain())
                            .map(alias ->
                                    address.domain()
                                            + " is an alias of "
                                            + alias.target()
                                            + "; add the name there")
                            .orElseGet(() -> Sentences.noSuchDomain(address.domain())));
        }
        return takenObjection(address);
    }

    /// The same of a name that may come together with its domain.
    Optional<String> objectionWithDomain(Address address) {
        if (address.domain().isLiteral()) {
            return Optional.of(
                    address.domain()
                            + " is an address, not a name; give the domain after the @ of addresses");
        }
        return index.isReal(address.domain()) || index.domainAlias(address.domain()).isPresent()
                ? objection(address)
                : takenObjection(address);
    }

    private Optional<String> takenObjection(Address address) {
        return index.entry(address).map(taken -> taken(address, taken));
    }

    private static String taken(Address address, Resolution by) {
        String shown = Sentences.shown(address);
        return switch (by) {
            case Resolution.Alias _ ->
                    shown + " is an alias already; remove it first: pabal alias remove " + shown;
            case Resolution.Retired _ ->
                    shown
                            + " was somebody's and refuses mail for a while; to have it all the"
                            + " same: pabal alias remove "
                            + shown;
            case Resolution.Local _,
                    Resolution.Disabled _,
                    Resolution.Unknown _,
                    Resolution.Foreign _ ->
                    shown + " is an account already; choose another address";
        };
    }
}
