// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.srs;

import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The parts of a local-part of SRS. Nothing here is verified.
sealed interface SrsText {
    String SEPARATORS = "=+-";

    /// `SRS0=hash=day=domain=local`
    ///
    /// @param day as it stands there
    record First(String hash, String day, String domain, String localPart) implements SrsText {

        Optional<Address> original() {
            return Domain.parse(domain)
                    .filter(parsed -> !localPart.isEmpty())
                    .map(parsed -> new Address(localPart, parsed));
        }
    }

    /// `SRS1=hash=first-forwarder=rest`
    ///
    /// @param rest the local-part at the first forwarder without its `SRS0`
    record Later(String hash, String domain, String rest) implements SrsText {

        /// The address at the first forwarder.
        Optional<Address> forwarder() {
            return Domain.parse(domain)
                    .filter(parsed -> rest.length() > 1)
                    .filter(parsed -> SEPARATORS.indexOf(rest.charAt(0)) >= 0)
                    .map(parsed -> new Address("SRS0" + rest, parsed));
        }
    }

    static boolean isOne(String localPart) {
        return localPart.length() > 5
                && localPart.regionMatches(true, 0, "SRS", 0, 3)
                && (localPart.charAt(3) == '0' || localPart.charAt(3) == '1')
                && SEPARATORS.indexOf(localPart.charAt(4)) >= 0;
    }

    /// Empty for what is no address of SRS.
    static Optional<SrsText> parse(String localPart) {
        if (!isOne(localPart)) {
            return Optional.empty();
        }
        String rest = localPart.substring(5);
        if (localPart.charAt(3) == '0') {
            String[] parts = rest.split("=", 4);
            return parts.length < 4
                    ? Optional.empty()
                    : Optional.of(new First(parts[0], parts[1], parts[2], parts[3]));
        }
        String[] parts = rest.split("=", 3);
        return parts.length < 3
                ? Optional.empty()
                : Optional.of(new Later(parts[0], parts[1], parts[2]));
    }
}
