// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.mailbox.StagedMessage;
import org.pabal.sieve.Action;
import org.pabal.storage.Change;

/// Sets messages aside until a script's time for them.
@FunctionalInterface
public interface Snoozing {

    /// @param mail the id of the mail that it came with
    /// @return changes to the account's space that hold the message until then
    List<Change> aside(Account account, String mail, StagedMessage message, Action.Snooze snooze);
}
