// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import org.pabal.directory.Account;

/// Is told when something keeps an account's mail back. Must neither block nor throw.
public interface BreakerObserver {
    BreakerObserver NOBODY =
            new BreakerObserver() {
                @Override
                public void frozen(Account account, Frozen frozen) {}

                @Override
                public void overRate(Account account, String limit) {}
            };

    /// The breaker has frozen the account's outgoing mail.
    void frozen(Account account, Frozen frozen);

    /// The account has sent as much as it may for now.
    ///
    /// @param limit in words
    void overRate(Account account, String limit);
}
