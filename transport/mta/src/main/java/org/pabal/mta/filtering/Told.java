// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.Outcome;

/// What is kept with a copy of what was said of it.
final class Told {
    private Told() {}

    static String of(Said said, Outcome outcome) {
        return new org.pabal.filter.KeptJudgement(said.judgement(), said.required(), outcome)
                .text();
    }
}
