// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;
import org.pabal.directory.Account;

/// What became of filings.
public sealed interface FilingOutcome {

    /// Durable.
    ///
    /// @param places in the order of the filings
    record Filed(List<Place> places) implements FilingOutcome {}

    /// Nothing was filed: this account is full.
    record OverQuota(Account account, QuotaResource resource) implements FilingOutcome {}

    /// Where a message lies.
    record Place(MailboxName mailbox, MailboxId mailboxId, long uidValidity, long uid) {}
}
