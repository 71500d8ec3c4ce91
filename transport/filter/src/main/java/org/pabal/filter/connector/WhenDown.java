// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import java.util.List;
import org.pabal.filter.Advice;
import org.pabal.filter.Outcome;
import org.pabal.spam.Finding;

/// What becomes of mail while somebody cannot be asked about it.
public enum WhenDown {
    /// It is judged without.
    IGNORE,
    /// It waits at the client.
    DEFER;

    /// @param test that marks the mail as not asked about; of 0 points
    public Advice advice(String test, String reason) {
        List<Finding> mark = List.of(new Finding(test, 0, reason));
        return switch (this) {
            case IGNORE -> Advice.of(mark);
            case DEFER ->
                    new Advice(mark, Outcome.DEFER, "the mail cannot be checked at the moment");
        };
    }
}
