// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.time.Instant;
import java.util.Optional;

/// What came of the last try to meet another host.
///
/// @param reached when it last answered; empty for never since this start
/// @param trouble why the last try failed; empty when it did not
/// @param program its program and version, when it last answered
/// @param version of the list that it knows
public record Sighting(
        Instant tried,
        Optional<Instant> reached,
        Optional<String> trouble,
        String program,
        long version) {

    Sighting missed(Instant now, String why) {
        return new Sighting(now, reached, Optional.of(why), program, version);
    }

    static Sighting none(Instant now) {
        return new Sighting(now, Optional.empty(), Optional.empty(), "", 0);
    }

    public boolean isReachable() {
        return reached.isPresent() && trouble.isEmpty();
    }
}
