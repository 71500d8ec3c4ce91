// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.util.List;
import org.pabal.message.Address;
import org.pabal.mta.routing.Route;

/// Who learns what became of a mail.
sealed interface Audience {

    /// @param routes open ones
    record Someone(Address address, List<Route> routes) implements Audience {}

    /// @param reason for log and ledger
    record Nobody(String reason) implements Audience {}

    /// It cannot be told now.
    record Later() implements Audience {}
}
