// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What administrators may ask about the ways of mail.
public interface RouteAdministration {

    /// Completes a name without a domain.
    Optional<Domain> defaultDomain();

    /// How mail for an address goes: `address`, `steps` in words, and `routes`, each with `way`
    /// (`account`, `remote`, `refused`), `address` and what the way needs to be understood.
    Map<String, Object> explain(Address address);
}
