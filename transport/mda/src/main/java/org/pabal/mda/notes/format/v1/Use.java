// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes.format.v1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What came to an address.
///
/// @param domains of authors, in the order in which they first wrote, at most {@link #MOST_DOMAINS}
public record Use(int mails, Instant first, Instant last, List<Domain> domains) {
    /// The first that write to an address say where it was given away; what comes later is not told.
    public static final int MOST_DOMAINS = 8;

    /// @param mails that came from it
    public record Domain(String name, int mails, Instant first) {}

    public Use {
        domains = List.copyOf(domains);
    }

    /// With one mail more.
    ///
    /// @param domain empty where the author has none
    Use plus(String domain, Instant at) {
        List<Domain> all = new ArrayList<>();
        boolean found = domain.isEmpty();
        for (Domain each : domains) {
            boolean same = each.name.equals(domain);
            found |= same;
            all.add(same ? new Domain(each.name, each.mails + 1, earlier(each.first, at)) : each);
        }
        if (!found && all.size() < MOST_DOMAINS) {
            all.add(new Domain(domain, 1, at));
        }
        return new Use(mails + 1, earlier(first, at), at.isAfter(last) ? at : last, all);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Use begun(Instant at) {
        return new Use(0, at, at, List.of());
    }
}
