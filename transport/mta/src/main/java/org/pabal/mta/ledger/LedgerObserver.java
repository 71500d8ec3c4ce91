// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.util.List;

/// Learns of records once they are durable, for logs. Called by many threads; must not throw.
public interface LedgerObserver {
    LedgerObserver NONE = (ledger, records) -> {};

    /// @param ledger to ask what was recorded before
    /// @param records of one commit
    void recorded(Ledger ledger, List<LedgerRecord> records);

    /// Tells both.
    default LedgerObserver and(LedgerObserver other) {
        return (ledger, records) -> {
            recorded(ledger, records);
            other.recorded(ledger, records);
        };
    }
}
