// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Set;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.message.UnavailableException;

/// Which accounts a group leads to, through groups within it and aliases.
public record GroupMembers(Directory directory) {
    private static final int MAX_STEPS = 20_000;

    /// @throws UnavailableException when nobody can say now; also for a group that leads too far:
    ///     from part of an answer nobody could tell who is no member
    public Set<AccountId> of(Alias group) {
        LedTo found = LedTo.from(directory, group.targets(), MAX_STEPS);
        if (!found.isWhole()) {
            throw new UnavailableException(
                    "the group "
                            + group.address()
                            + " leads through too many groups, or to more than "
                            + MAX_STEPS
                            + " addresses");
        }
        return Set.copyOf(found.accounts());
    }
}
