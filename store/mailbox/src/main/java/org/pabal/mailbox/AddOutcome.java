// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;
import java.util.Set;

/// What became of {@link AccountMailboxes#add}.
public sealed interface AddOutcome {

    /// Durable.
    ///
    /// @param size in octets
    /// @param before where the account was when this was decided
    /// @param after where it is with this and nothing else
    record Added(
            EmailId email,
            ThreadId thread,
            long size,
            List<EditOutcome.Place> places,
            AccountPoint before,
            AccountPoint after)
            implements AddOutcome {}

    /// @param mailboxes that are not there or cannot be selected; empty when none was named
    record NoSuchMailbox(Set<MailboxId> mailboxes) implements AddOutcome {}

    /// What was to be replaced is gone.
    record NoSuchEmail() implements AddOutcome {}

    record OverQuota(QuotaResource resource) implements AddOutcome {}

    /// The account is not where it should have been: nothing was done.
    record StateMismatch(AccountPoint now) implements AddOutcome {}
}
