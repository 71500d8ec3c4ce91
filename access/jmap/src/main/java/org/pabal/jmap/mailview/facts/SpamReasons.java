// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.util.List;
import java.util.Optional;
import org.pabal.filter.KeptJudgement;
import org.pabal.filter.Outcome;
import org.pabal.spam.Finding;

/// What the spam filter said of one copy, as it is kept beside it.
///
/// @param score the sum of the points, in tenths
/// @param threshold from which on this account calls a mail spam
/// @param reasons those with points, what weighs most first
public record SpamReasons(Outcome outcome, double score, double threshold, List<Finding> reasons) {
    private static final int MAX_REASONS = 30;

    public SpamReasons {
        reasons = List.copyOf(reasons);
    }

    /// @param judgement as the message has it; empty for one that was not judged
    public static Optional<SpamReasons> of(String judgement) {
        return KeptJudgement.parse(judgement)
                .filter(kept -> Double.isFinite(kept.required()))
                .map(kept ->
                        new SpamReasons(
                                kept.outcome(),
                                kept.judgement().score(),
                                kept.required(),
                                kept.judgement().findings().stream()
                                        .filter(finding -> finding.points() != 0)
                                        .sorted((one, other) ->
                                                Double.compare(
                                                        Math.abs(other.points()),
                                                        Math.abs(one.points())))
                                        .limit(MAX_REASONS)
                                        .toList()));
    }
}
