// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.message.Address;

/// What administrators may know and change of accounts: the directory, if it can be changed from here.
public interface AccountAdministration {

    /// Those that the directory can list, in any order.
    List<Account> accounts();

    /// Sets both limits, empty for none; durable when it returns.
    ///
    /// @return one sentence why not; empty when it is done
    Optional<String> setQuota(Address account, OptionalLong octets, OptionalLong messages);
}
