// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.util.List;
import org.pabal.smtp.Verdict;

/// What a check decided about a mail with its content.
public sealed interface ContentVerdict {

    /// @param edits to be made in this order; empty as a rule
    record Accept(List<Edit> edits) implements ContentVerdict {
        public Accept {
            edits = List.copyOf(edits);
        }
    }

    record Refuse(Verdict.Refuse verdict) implements ContentVerdict {}

    /// The client is told that the mail was taken, and nobody gets it.
    ///
    /// @param rule that the ledger names
    record Discard(String rule) implements ContentVerdict {}

    ContentVerdict ACCEPT = new Accept(List.of());
}
