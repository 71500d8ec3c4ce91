// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.net.URI;
import java.util.Locale;
import org.pabal.directory.AccountId;

/// Whom an account knows: those that it has written to. For scripts it is the list of the default
/// address book. RFC 6134 §2.7.
@FunctionalInterface
public interface KnownPeople {
    URI LIST = URI.create("urn:ietf:params:sieve:addrbook:default");

    KnownPeople NONE = (_, _) -> false;

    /// @param address in lower case
    boolean knows(AccountId account, String address);

    default boolean isListed(AccountId account, URI list, String value) {
        return list.equals(LIST) && knows(account, value.strip().toLowerCase(Locale.ROOT));
    }
}
