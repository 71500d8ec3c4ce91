// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;

/// What administrators may ask about the ways of mail.
public interface RouteAdministration {

    /// Completes a name without a domain.
    Optional<Domain> defaultDomain();

    /// The alias files of the settings as they are now: `files`, how many `aliases` they hold, and
    /// `problems`, each with file and line.
    Map<String, Object> aliasFiles();

    /// How mail for an address goes: `address`, `steps` in words, and `routes`, each with `way`
    /// (`account`, `remote`, `refused`), `address` and what the way needs to be understood.
    ///
    /// @param from whose mail it would be; smarthosts are chosen by it
    Map<String, Object> explain(Address address, ReversePath from);
}
