// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.directory.AccountId;

/// Hears of what becomes of all accounts' messages. It is called on threads of the store and must
/// neither block nor throw.
public interface StoreListener {

    /// Messages that are new to an account are durable.
    default void arrived(AccountId account, long messages) {}

    /// All of an account is gone.
    default void removed(AccountId account) {}

    /// An account came near to its quota. A crash may lose this, or tell it again.
    default void quotaCrossed(QuotaCrossing crossing) {}
}
