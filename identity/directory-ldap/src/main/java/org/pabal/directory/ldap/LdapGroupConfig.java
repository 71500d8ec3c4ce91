// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import java.util.Optional;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.FilterTemplate;

/// Which groups there are.
///
/// @param base where they are, with all that lies below; empty: where the accounts are
/// @param rights finds those to which rights can be given; empty: none can
/// @param nesting how groups within groups are followed
public record LdapGroupConfig(
        Optional<DnTemplate> base, Optional<FilterTemplate> rights, Nesting nesting) {
    public static final LdapGroupConfig NONE =
            new LdapGroupConfig(Optional.empty(), Optional.empty(), Nesting.READ);

    /// How groups within groups are followed.
    public enum Nesting {
        /// Each is read.
        READ,
        /// By Active Directory's LDAP_MATCHING_RULE_IN_CHAIN over `memberOf`, in one search;
        /// otherwise as above.
        CHAIN
    }
}
