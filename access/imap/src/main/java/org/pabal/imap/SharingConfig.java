// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;

/// What people may see of each other's mailboxes.
///
/// @param names how mailboxes are named
/// @param administrators who may list, make, delete and share everyone's mailboxes and set quotas,
///     besides those whose role it is; in lookup form
/// @param sharedAccounts whose mailboxes are shown as shared instead of as another user's; in lookup
///     form
/// @param administratorNames how administrators are shown others' mailboxes that they did not ask for
/// @param adminContact a URI: the annotation `/shared/admin`. RFC 5464 §3.2.1.1
public record SharingConfig(
        NamespaceConfig names,
        Set<Address> administrators,
        Set<Address> sharedAccounts,
        AdministratorNames administratorNames,
        Optional<String> adminContact) {

    /// What LIST shows an administrator of mailboxes that no pattern names.
    public enum AdministratorNames {
        /// What everyone sees: their own, and what was shared with them.
        OWN(Optional.empty()),
        /// All mailboxes, as {@link CyrusNames} with `.` between levels.
        DOTS(Optional.of('.')),
        /// The same with `/`.
        SLASHES(Optional.of('/'));

        private final Optional<Character> delimiter;

        AdministratorNames(Optional<Character> delimiter) {
            this.delimiter = delimiter;
        }

        /// Empty when only their own are shown.
        public Optional<Character> delimiter() {
            return delimiter;
        }
    }

    public static final SharingConfig DEFAULT =
            new SharingConfig(
                    NamespaceConfig.SLASH,
                    Set.of(),
                    Set.of(),
                    AdministratorNames.OWN,
                    Optional.empty());

    public SharingConfig withNames(NamespaceConfig other) {
        return new SharingConfig(
                other, administrators, sharedAccounts, administratorNames, adminContact);
    }

    public SharingConfig withAdministrators(Set<Address> others) {
        return new SharingConfig(names, others, sharedAccounts, administratorNames, adminContact);
    }

    public SharingConfig withSharedAccounts(Set<Address> others) {
        return new SharingConfig(names, administrators, others, administratorNames, adminContact);
    }

    public SharingConfig withAdminContact(String uri) {
        return new SharingConfig(
                names,
                administrators,
                sharedAccounts,
                administratorNames,
                Optional.of(uri));
    }

    public SharingConfig withAdministratorNames(AdministratorNames other) {
        return new SharingConfig(names, administrators, sharedAccounts, other, adminContact);
    }

    public SharingConfig {
        administrators = Set.copyOf(administrators);
        sharedAccounts = Set.copyOf(sharedAccounts);
    }
}
