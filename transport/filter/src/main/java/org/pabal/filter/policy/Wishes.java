// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What the server, a domain or an account wants of the filter.
///
/// @param junk in the place of what holds above; empty for just that
/// @param quarantine likewise
/// @param refuse likewise
/// @param entries one for each sender, {@value #MAX_ENTRIES} at most
public record Wishes(
        OptionalDouble junk,
        OptionalDouble quarantine,
        OptionalDouble refuse,
        List<ListEntry> entries) {
    public static final int MAX_ENTRIES = 1_000;

    public static final Wishes NONE =
            new Wishes(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    List.of());

    public Wishes {
        entries = List.copyOf(entries);
    }

    public Wishes withThresholds(
            OptionalDouble newJunk, OptionalDouble newQuarantine, OptionalDouble newRefuse) {
        return new Wishes(newJunk, newQuarantine, newRefuse, entries);
    }

    /// With an entry in the place of the one for the same sender.
    public Wishes with(ListEntry entry) {
        List<ListEntry> more = new ArrayList<>(without(entry.sender()).entries());
        more.add(entry);
        return new Wishes(junk, quarantine, refuse, more);
    }

    public Wishes without(SenderPattern sender) {
        return new Wishes(
                junk,
                quarantine,
                refuse,
                entries.stream().filter(each -> !each.sender().equals(sender)).toList());
    }

    boolean isFull() {
        return entries.size() >= MAX_ENTRIES;
    }

    /// The thresholds where these wishes hold.
    Thresholds over(Thresholds above) {
        return new Thresholds(
                above.tag(),
                junk.orElse(above.junk()),
                quarantine.orElse(above.quarantine()),
                refuse.orElse(above.refuse()));
    }
}
