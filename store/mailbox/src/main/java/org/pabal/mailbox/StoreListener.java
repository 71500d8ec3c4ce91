// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.directory.AccountId;

/// Hears of what becomes of all accounts' messages. It is called on threads of the store and must
/// neither block nor throw.
public interface StoreListener {
    StoreListener NONE =
            new StoreListener() {
                @Override
                public void arrived(AccountId account, long messages) {}

                @Override
                public void removed(AccountId account) {}
            };

    /// Messages that are new to an account are durable.
    void arrived(AccountId account, long messages);

    /// All of an account is gone.
    void removed(AccountId account);
}
