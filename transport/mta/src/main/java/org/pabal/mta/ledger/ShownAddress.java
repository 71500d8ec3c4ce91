// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.util.Optional;
import org.pabal.mailauth.srs.Srs;
import org.pabal.message.Address;

/// Whom an address of SRS stands for.
final class ShownAddress {
    private ShownAddress() {}

    /// @param path with its angle brackets
    /// @return the original sender's, likewise; empty when it is none of SRS
    static Optional<String> ofPath(String path) {
        return of(inside(path)).map(original -> "<" + original + ">");
    }

    static String inside(String path) {
        return path.length() < 2 ? path : path.substring(1, path.length() - 1);
    }

    /// @param address perhaps quoted
    static Optional<String> of(String address) {
        boolean may =
                address.regionMatches(true, 0, "SRS", 0, 3)
                        || address.regionMatches(true, 1, "SRS", 0, 3);
        return may
                ? Address.parse(address)
                        .map(Srs::original)
                        .map(Address::toString)
                        .filter(original -> !original.equals(address))
                : Optional.empty();
    }
}
