// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// One search, or what is left of it for the next page: candidates and the filter that judges them.
/// For one thread at a time.
final class ViewSearch {
    /// So often the clock is looked at, and others may run: virtual threads are not time-sliced.
    private static final int ENTRIES_IN_A_ROW = 256;

    private final Iterator<ViewEntry> candidates;
    private final ViewFilter filter;
    private final InstantSource clock;

    ViewSearch(Iterator<ViewEntry> candidates, ViewFilter filter, InstantSource clock) {
        this.candidates = candidates;
        this.filter = filter;
        this.clock = clock;
    }

    /// Why it came to an end.
    enum End {
        /// There is nothing more.
        ALL,
        /// As many were found as were asked for; perhaps there are more.
        FULL,
        OUT_OF_TIME
    }

    record Page(List<ViewEntry> entries, End end) {}

    /// Looks on where the last page ended.
    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    Page next(int most, Duration time) {
        Instant until = clock.instant().plus(time);
        List<ViewEntry> found = new ArrayList<>();
        for (int looked = 1; candidates.hasNext(); looked++) {
            if (found.size() == most) {
                return new Page(found, End.FULL);
            }
            ViewEntry entry = candidates.next();
            if (filter.judge(entry) == ViewFilter.Truth.TRUE) {
                found.add(entry);
            }
            if (looked % ENTRIES_IN_A_ROW == 0) {
                if (clock.instant().isAfter(until)) {
                    return new Page(found, End.OUT_OF_TIME);
                }
                Thread.yield();
            }
        }
        return new Page(found, End.ALL);
    }
}
