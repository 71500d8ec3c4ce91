// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;

/// How a detail is told from the name before it: `bob+lists` is bob's. RFC 5233.
///
/// With several delimiters a name may hold one itself: in `mary-jane+x` the longest name that is
/// there wins, so that mary-jane gets her mail although `-` is a delimiter.
///
/// @param delimiters each character is one; none: no subaddresses
public record Subaddress(String delimiters) {
    private static final int MAX_SPLITS = 64; // a local-part has no more octets

    public static final Subaddress PLUS = new Subaddress("+");

    public Subaddress {
        if (!delimiters.matches("[-+_=.#]*")) {
            throw new IllegalArgumentException("a delimiter is one of - + _ = . #");
        }
    }

    /// The names that the local-part may mean without its detail, the longest first.
    public List<String> bases(String localPart) {
        List<String> bases = List.of();
        for (int at = localPart.length() - 1; at > 0 && bases.size() < MAX_SPLITS; at--) {
            if (delimiters.indexOf(localPart.charAt(at)) >= 0) {
                bases = bases.isEmpty() ? new ArrayList<>() : bases;
                bases.add(localPart.substring(0, at));
            }
        }
        return bases;
    }

    /// The addresses that an address may mean without its detail, the longest first.
    public List<Address> bases(Address address) {
        return bases(address.localPart()).stream()
                .map(base -> new Address(base, address.domain()))
                .toList();
    }

    /// What stands behind the name of the account or alias that an address was found to mean.
    public Optional<String> detail(Address given, String name) {
        String localPart = given.localPart();
        return localPart.length() > name.length()
                        && localPart.regionMatches(true, 0, name, 0, name.length())
                        && delimiters.indexOf(localPart.charAt(name.length())) >= 0
                ? Optional.of(localPart.substring(name.length() + 1))
                : Optional.empty();
    }
}
