// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What several refusals say.
final class Sentences {
    private Sentences() {}

    static String noSuchDomain(Domain domain) {
        return domain + " is not a domain of this server; add it first: pabal domain add " + domain;
    }

    static String noSuchAccount(Address address) {
        return shown(address) + " is not an account of this server; pabal account list shows them";
    }

    /// The address as people write it; `@domain` for the alias of every address that is not there.
    static String shown(Address address) {
        return address.localPart().isEmpty() ? "@" + address.domain() : address.toString();
    }
}
