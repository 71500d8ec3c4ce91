// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;

/// What people may see of each other's mailboxes.
///
/// @param names how mailboxes are named
/// @param administrators who may list, make, delete and share everyone's mailboxes and set quotas;
///     in lookup form
/// @param sharedAccounts whose mailboxes are shown as shared instead of as another user's; in lookup
///     form
/// @param anyone whether people may share with everyone who can log in (THREATS I18)
/// @param adminContact a URI: the annotation `/shared/admin`. RFC 5464 §3.2.1.1
public record SharingConfig(
        NamespaceConfig names,
        Set<Address> administrators,
        Set<Address> sharedAccounts,
        Anyone anyone,
        Optional<String> adminContact) {

    /// Whether the identifier `anyone` can be given rights.
    public enum Anyone {
        ALLOWED,
        REFUSED
    }

    public static final SharingConfig DEFAULT =
            new SharingConfig(
                    NamespaceConfig.SLASH, Set.of(), Set.of(), Anyone.REFUSED, Optional.empty());

    public SharingConfig withNames(NamespaceConfig other) {
        return new SharingConfig(other, administrators, sharedAccounts, anyone, adminContact);
    }

    public SharingConfig withAdministrators(Set<Address> others) {
        return new SharingConfig(names, others, sharedAccounts, anyone, adminContact);
    }

    public SharingConfig withSharedAccounts(Set<Address> others) {
        return new SharingConfig(names, administrators, others, anyone, adminContact);
    }

    public SharingConfig withAdminContact(String uri) {
        return new SharingConfig(names, administrators, sharedAccounts, anyone, Optional.of(uri));
    }

    public SharingConfig withAnyone(Anyone other) {
        return new SharingConfig(names, administrators, sharedAccounts, other, adminContact);
    }

    public SharingConfig {
        administrators = Set.copyOf(administrators);
        sharedAccounts = Set.copyOf(sharedAccounts);
    }
}
