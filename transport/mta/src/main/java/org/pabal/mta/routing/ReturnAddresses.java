// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.mailauth.srs.Srs;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The addresses of SRS in domains of ours, to which reports about forwarded mail come back.
///
/// @param domain of their own; they are known in it and in every domain of the directory, since the
///     setting may have been another when one was made
public record ReturnAddresses(Srs srs, Optional<Domain> domain) {

    /// Whether an address has their form and is in a domain of ours.
    boolean mayHold(Address address, Directory directory) {
        return Srs.isSrs(address) && isOurs(address.domain(), directory);
    }

    /// Whether mail comes back to us under this domain.
    public boolean isOurs(Domain other, Directory directory) {
        return domain.filter(other::equals).isPresent() || directory.isLocal(other);
    }
}
