// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.Comparator;
import java.util.List;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;

/// Why a mail has its score, in words and numbers for people: the heaviest reasons first.
///
/// @param lines one for each finding
public record Explanation(List<Line> lines) {
    public Explanation {
        lines = List.copyOf(lines);
    }

    /// @param sentence with its detail, in the language that was asked for
    public record Line(double points, String test, String sentence) {}

    public static Explanation of(Judgement judgement, TextLanguage language) {
        return new Explanation(
                judgement.findings().stream()
                        .sorted(Comparator.comparingDouble(finding -> -Math.abs(finding.points())))
                        .map(finding -> line(finding, language))
                        .toList());
    }

    private static Line line(Finding finding, TextLanguage language) {
        return new Line(finding.points(), finding.test(), TestTexts.of(finding, language));
    }
}
