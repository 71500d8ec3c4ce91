// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.judging;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.pabal.filter.Adviser;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Experience;
import org.pabal.filter.FilterObserver;
import org.pabal.filter.Greylisting;
import org.pabal.filter.policy.SpamPolicy;
import org.pabal.filter.policy.Thresholds;
import org.pabal.spam.Points;

/// Whom the filter asks.
///
/// @param points the operator's, in the place of the tests' own
/// @param time for all that is asked of others, from the end of the content on
public record FilterParts(
        SpamPolicy policy,
        Points points,
        Experience experience,
        List<Adviser> advisers,
        List<ContentScanner> scanners,
        Greylisting greylisting,
        Duration time,
        FilterObserver observer,
        InstantSource clock) {
    public FilterParts {
        advisers = List.copyOf(advisers);
        scanners = List.copyOf(scanners);
    }

    /// Our own tests alone.
    public static FilterParts standard(InstantSource clock) {
        return new FilterParts(
                SpamPolicy.alike(Thresholds.STANDARD),
                Points.AS_THEY_ARE,
                Experience.NONE,
                List.of(),
                List.of(),
                Greylisting.OFF,
                Duration.ofSeconds(8),
                FilterObserver.NOBODY,
                clock);
    }
}
