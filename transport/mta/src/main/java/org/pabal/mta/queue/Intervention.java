// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import org.pabal.mta.ledger.LedgerRecord;

/// What an operator may do with an entry. Each is durable when it returns, with a record in the
/// ledger for every recipient that is not at its end.
public sealed interface Intervention {

    /// Keeps it from being tried until it is released, whatever its age.
    ///
    /// @param reason for those who look at it later
    record Hold(String reason) implements Intervention {
        public Hold {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("an entry is held for a reason");
            }
        }
    }

    /// Takes a hold back: the entry goes on by its schedule.
    record Release() implements Intervention {}

    /// Makes it due now; one that is held is released, a destination at rest is woken.
    record Retry() implements Intervention {}

    /// Takes what is neither delivered nor returned out for good, and tells nobody of it. The success
    /// of others of its recipients is still told to who asked for it.
    ///
    /// @param reason for the ledger
    record Remove(String reason) implements Intervention {}

    /// What became of it.
    enum Result {
        DONE,
        /// It was so already.
        UNCHANGED,
        NO_SUCH_ENTRY,
        /// It is being tried at this moment: ask again in a while.
        IN_USE
    }

    default LedgerRecord.Outcome outcome() {
        return switch (this) {
            case Hold _ -> LedgerRecord.Outcome.HELD;
            case Release _ -> LedgerRecord.Outcome.RELEASED;
            case Retry _ -> LedgerRecord.Outcome.HURRIED;
            case Remove _ -> LedgerRecord.Outcome.REMOVED;
        };
    }
}
