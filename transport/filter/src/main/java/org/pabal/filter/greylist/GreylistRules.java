// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.time.Duration;

/// When a client is asked to come again.
///
/// @param delay before a triple that comes again may pass
/// @param window within which it has to come again
/// @param remembered how long a triple that passed, and a source that is good, is remembered from its
///     last use on
/// @param goodAfter so many triples that came again make a source good
/// @param doubtFrom the score from which a mail is in doubt
/// @param doubtBelow the score from which waiting would not make it better
/// @param maxTriples that are remembered; while there are so many, new ones pass
public record GreylistRules(
        Mode mode,
        Duration delay,
        Duration window,
        Duration remembered,
        int goodAfter,
        double doubtFrom,
        double doubtBelow,
        int maxTriples) {
    public GreylistRules {
        if (delay.isNegative() || window.compareTo(delay) <= 0) {
            throw new IllegalArgumentException("the window must be longer than the wait");
        }
        if (goodAfter < 1 || maxTriples < 1) {
            throw new IllegalArgumentException("a bound of greylisting below 1");
        }
    }

    /// Whose mail is greylisted.
    public enum Mode {
        /// Nobody's.
        OFF,
        /// Mail whose score is in doubt.
        DOUBT,
        /// Whatever comes from strangers without a good history, before its content.
        ALWAYS
    }

    public static GreylistRules defaults() {
        return new GreylistRules(
                Mode.DOUBT,
                Duration.ofMinutes(5),
                Duration.ofDays(2),
                Duration.ofDays(60),
                2,
                3.0,
                8.0,
                500_000);
    }

    boolean isDoubt(double score) {
        return score >= doubtFrom && score < doubtBelow;
    }
}
