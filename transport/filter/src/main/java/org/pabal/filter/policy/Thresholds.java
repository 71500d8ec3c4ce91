// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import org.pabal.filter.Outcome;

/// The scores from which on something becomes of a mail. One that is never to happen is
/// {@link #NEVER}.
///
/// @param tag said to be spam, and delivered
/// @param junk filed as junk
/// @param quarantine kept aside
/// @param refuse not taken
public record Thresholds(double tag, double junk, double quarantine, double refuse) {
    public static final double NEVER = Double.POSITIVE_INFINITY;

    public static final Thresholds STANDARD = new Thresholds(NEVER, 5.0, NEVER, 15.0);

    public Outcome outcome(double score) {
        if (score >= refuse) {
            return Outcome.REFUSE;
        }
        if (score >= quarantine) {
            return Outcome.QUARANTINE;
        }
        if (score >= junk) {
            return Outcome.JUNK;
        }
        return score >= tag ? Outcome.TAG : Outcome.DELIVER;
    }

    /// The score from which on the mail is said to be spam.
    public double required() {
        return Math.min(Math.min(tag, junk), Math.min(quarantine, refuse));
    }
}
