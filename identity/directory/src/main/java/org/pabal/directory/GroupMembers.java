// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.Set;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// Which accounts a group leads to, through groups within it and aliases.
public record GroupMembers(Directory directory) {
    private static final int MAX_STEPS = 20_000;

    /// @throws UnavailableException when nobody can say now; also for a group that leads too far:
    ///     from part of an answer nobody could tell who is no member
    public Set<AccountId> of(Alias group) {
        return of(group.address(), group.targets());
    }

    /// The same for a group of another directory.
    ///
    /// @param targets to whom it leads
    public Set<AccountId> of(Address name, List<Address> targets) {
        LedTo found = LedTo.from(directory, targets, MAX_STEPS);
        if (!found.isWhole()) {
            throw new UnavailableException(
                    "the group "
                            + name
                            + " leads through too many groups, or to more than "
                            + MAX_STEPS
                            + " addresses");
        }
        return Set.copyOf(found.accounts());
    }
}
