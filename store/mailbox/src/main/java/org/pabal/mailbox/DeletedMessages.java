// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The messages of an account that lie nowhere any more and are kept for a while: expunged, destroyed,
/// or gone with their mailbox. They do not count towards the quota.
public interface DeletedMessages {
    /// How many one commit restores or gives up.
    int MOST_AT_ONCE = 5_000;

    Size size();

    /// Another one after each change of what is kept.
    String state();

    /// @param oldest when the oldest of them was deleted; empty where there is none
    record Size(long messages, long octets, Optional<Instant> oldest) {}

    /// Those that are wanted, the newest deletion first; of one deletion, the newest message first.
    ///
    /// @param wanted looks at all, so that it should be quick
    /// @param most how many of them are given
    Found find(Predicate<DeletedMessage> wanted, int most);

    /// @param total how many are wanted
    record Found(long total, List<DeletedMessage> newest) {}

    /// The newest of those that are wanted, in the same order. Reads no more than it needs to find them.
    ///
    /// @param wanted looks at the newest first
    List<DeletedMessage> newest(Predicate<DeletedMessage> wanted, int most);

    /// Those of some ids that are there, in the order of the ids.
    List<DeletedMessage> get(List<DeletedId> ids);

    /// Puts messages back where {@link DeletedMessage#mailbox} says, in one commit, with their ids and
    /// flags and new UIDs. A mailbox that is gone is made anew, subscribed, with its special use where no
    /// other has that. Asked for once more, what is restored is not there.
    ///
    /// @param ids at most {@link #MOST_AT_ONCE}
    RestoreOutcome restore(List<DeletedId> ids);

    /// @param refused why others stay where they are
    /// @param made mailboxes that were made for them
    record RestoreOutcome(
            Map<DeletedId, MailboxName> restored,
            Map<DeletedId, Refusal> refused,
            List<MailboxName> made) {}

    enum Refusal {
        NOT_FOUND,
        OVER_QUOTA,
        /// The mailbox is gone, and no other can be made.
        NO_MAILBOX
    }

    /// Gives messages up for good.
    ///
    /// @param ids at most {@link #MOST_AT_ONCE}
    /// @return those that were there
    List<DeletedId> destroy(List<DeletedId> ids);
}
