// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import org.pabal.mda.Assessment;
import org.pabal.message.Address;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// Copies that the spam filter wants kept where nobody is shown them. Safe for use by many threads.
@FunctionalInterface
public interface KeptAside {
    /// There is no such place, and so nobody may wish it.
    KeptAside NOWHERE =
            (_, _, _, _) -> {
                throw new IllegalStateException("there is no quarantine");
            };

    /// The space in which they are kept.
    Space SPACE = Space.Shared.FILTER;

    /// What keeps one, for the commit that accepts the mail.
    ///
    /// @param address where it would go
    /// @param original the recipient as the client named it
    List<Change> keep(AcceptedMail mail, Address address, String original, Assessment assessment);

    /// As part of a commit.
    static SpaceChanges part(List<Change> changes) {
        return SpaceChanges.of(SPACE, changes);
    }
}
