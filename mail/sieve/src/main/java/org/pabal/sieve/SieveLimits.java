// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.time.Duration;

/// The bounds of scripts and of their runs (THREATS §4).
///
/// @param scriptOctets of one script
/// @param depth of blocks and tests, and of `include`
/// @param steps commands, tests and rounds of loops of a run with all that it includes
/// @param time of the processor that a run may take
/// @param valueOctets of one variable
/// @param actions of a run
/// @param redirects of a run; recipients of notifications count as well
/// @param newMailboxes of a run
public record SieveLimits(
        int scriptOctets,
        int depth,
        int steps,
        Duration time,
        int valueOctets,
        int actions,
        int redirects,
        int newMailboxes) {

    public static final SieveLimits DEFAULT =
            new SieveLimits(256 << 10, 32, 100_000, Duration.ofMillis(500), 8 << 10, 32, 4, 8);

    public SieveLimits withScriptOctets(int octets) {
        return new SieveLimits(
                octets, depth, steps, time, valueOctets, actions, redirects, newMailboxes);
    }
}
