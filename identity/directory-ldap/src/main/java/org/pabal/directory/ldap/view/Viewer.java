// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import org.pabal.directory.Account;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Whose eyes a request has (THREATS L05, L06).
sealed interface Viewer {

    /// Bound as nobody: sees the root and the schema.
    record Nobody() implements Viewer {}

    /// Bound as nobody, from a network that may read: sees people and groups, nothing private.
    record Reader() implements Viewer {}

    /// A user sees the people and groups of its domain and its own entry whole, an administrator of
    /// a domain this one whole, an administrator all.
    record Person(Account account) implements Viewer {}

    default boolean sees(Domain domain) {
        return switch (this) {
            case Nobody _ -> false;
            case Reader _ -> true;
            case Person(Account account) ->
                    account.role() == Role.ADMINISTRATOR
                            || account.address().domain().equals(domain);
        };
    }

    /// Whether it sees quota, role and the like of an account or group.
    default boolean seesPrivate(Address address) {
        return this instanceof Person(Account account)
                && (account.address().equals(address) || administers(address.domain()));
    }

    default boolean administers(Domain domain) {
        return this instanceof Person(Account account)
                && switch (account.role()) {
                    case ADMINISTRATOR -> true;
                    case DOMAIN_ADMINISTRATOR -> account.address().domain().equals(domain);
                    case USER -> false;
                };
    }
}
