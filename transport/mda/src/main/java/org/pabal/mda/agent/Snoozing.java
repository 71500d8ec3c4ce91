// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mailbox.StagedMessage;
import org.pabal.sieve.Action;
import org.pabal.storage.Change;

/// Sets messages aside until a script's time for them.
@FunctionalInterface
public interface Snoozing {
    /// Where nothing is set aside.
    Snoozing NONE = (account, mail, message, snooze) -> Optional.empty();

    /// @param mail the id of the mail that it came with
    /// @return changes to the account's space that hold the message until then; empty when it cannot
    ///     be set aside, and then it is kept
    Optional<List<Change>> aside(
            Account account, String mail, StagedMessage message, Action.Snooze snooze);
}
