// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;
import java.util.Set;

/// What became of {@link AccountMailboxes#edit}.
public sealed interface EditOutcome {

    /// Durable, as far as the single emails say so.
    ///
    /// @param before where the account was when this was decided
    /// @param after where it is with this and nothing else
    /// @param emails in the order of the edits
    record Edited(AccountPoint before, AccountPoint after, List<OfEmail> emails)
            implements EditOutcome {}

    /// The account is not where it should have been: nothing was done. RFC 8620 §5.3.
    record StateMismatch(AccountPoint now) implements EditOutcome {}

    /// What became of one.
    sealed interface OfEmail {

        /// @param placed where it was put anew, if anywhere
        record Done(List<Place> placed) implements OfEmail {}

        record NoSuchEmail() implements OfEmail {}

        /// Mailboxes in which it was to lie that are not there or cannot be selected.
        record NoSuchMailbox(Set<MailboxId> mailboxes) implements OfEmail {}

        /// RFC 8621 §4: an email lies in one mailbox at least.
        record NoMailboxLeft() implements OfEmail {}

        record OverQuota(QuotaResource resource) implements OfEmail {}

        /// @param max messages that are set aside
        record TooManySnoozed(int max) implements OfEmail {}

        /// RFC 8621 §4.6: `tooManyKeywords`.
        record TooManyKeywords(int max) implements OfEmail {}
    }

    /// Where an email lies now.
    record Place(MailboxId mailbox, long uid) {}
}
