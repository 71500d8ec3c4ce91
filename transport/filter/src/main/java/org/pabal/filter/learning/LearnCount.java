// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.util.Optional;
import org.pabal.spam.statistics.Kind;

/// What became of texts that were to be learnt or unlearnt.
///
/// @param learnt that were unknown
/// @param known that nothing changed about
/// @param turned that had been learnt as the other kind, which was taken back
/// @param unlearnt that are now as if they had never been learnt
public record LearnCount(int learnt, int known, int turned, int unlearnt) {
    public static final LearnCount NONE = new LearnCount(0, 0, 0, 0);

    /// One more text.
    LearnCount and(Optional<Kind> before, Optional<Kind> now) {
        if (before.equals(now)) {
            return new LearnCount(learnt, known + 1, turned, unlearnt);
        }
        if (now.isEmpty()) {
            return new LearnCount(learnt, known, turned, unlearnt + 1);
        }
        return before.isEmpty()
                ? new LearnCount(learnt + 1, known, turned, unlearnt)
                : new LearnCount(learnt, known, turned + 1, unlearnt);
    }

    boolean changes() {
        return learnt + turned + unlearnt > 0;
    }
}
