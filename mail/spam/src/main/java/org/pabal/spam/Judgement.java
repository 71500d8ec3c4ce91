// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.util.List;

/// All that was found about a mail, for everybody or for one recipient.
///
/// @param findings in the order in which they are shown
public record Judgement(List<Finding> findings) {
    public Judgement {
        findings = List.copyOf(findings);
    }

    /// The sum of the points, rounded to tenths as it is shown and compared.
    public double score() {
        double sum = 0;
        for (Finding finding : findings) {
            sum += finding.points();
        }
        return Math.round(sum * 10) / 10.0;
    }
}
