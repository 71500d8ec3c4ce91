// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes.DataType;

/// Hears of what becomes of all accounts' messages. It is called on threads of the store and must
/// neither block nor throw.
public interface StoreListener {

    /// Messages that are new to an account are durable.
    default void arrived(AccountId account, long messages) {}

    /// What JMAP shows of an account is otherwise now, durably. RFC 8620 §7.1.
    ///
    /// @param before where the account was
    default void changed(
            AccountId account, AccountPoint before, AccountPoint now, Set<DataType> types) {}

    /// An account has corrections to be learnt from: {@link MailboxStore#corrections}. May be told
    /// without need, and is not told again of what a crash left.
    default void corrected(AccountId account) {}

    /// Somebody may do something else with another's mailbox: {@link MailboxStore#shareNotices}. Is not
    /// told again of what a crash left.
    ///
    /// @param recipient whose rights changed
    default void shared(AccountId recipient) {}

    /// All of an account is gone.
    default void removed(AccountId account) {}

    /// An account came near to its quota. A crash may lose this, or tell it again.
    default void quotaCrossed(QuotaCrossing crossing) {}
}
