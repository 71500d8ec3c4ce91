// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;

/// The accounts that may teach the filter.
public interface Learners {
    Optional<Account> find(AccountId id);

    /// Those whose mailboxes may be here.
    List<Account> all();
}
