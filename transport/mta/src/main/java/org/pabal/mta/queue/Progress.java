// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.time.Instant;
import java.util.Optional;

/// How far an entry has come.
///
/// @param nextAttempt when the entry is due
/// @param attempts made so far
/// @param crashes how often its worker or the whole server broke over it; three times hold it
/// @param delayReport when the sender is to be told that it still waits; empty when he was told or
///     does not want to be
/// @param held why it waits for an operator; empty when it does not
public record Progress(
        Instant nextAttempt,
        int attempts,
        int crashes,
        Optional<Instant> delayReport,
        Optional<String> held) {

    public static Progress begun(
            Instant firstAttempt, Optional<Instant> delayReport, Optional<String> held) {
        return new Progress(firstAttempt, 0, 0, delayReport, held);
    }

    Progress attempted() {
        return new Progress(nextAttempt, attempts + 1, crashes, delayReport, held);
    }

    Progress due(Instant next) {
        return new Progress(next, attempts, crashes, delayReport, held);
    }

    Progress delayReported() {
        return new Progress(nextAttempt, attempts, crashes, Optional.empty(), held);
    }

    Progress crashed(int times, Optional<String> reasonToHold) {
        return new Progress(nextAttempt, attempts, times, delayReport, reasonToHold);
    }
}
