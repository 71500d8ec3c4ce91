// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.imap.state.AccountAdministration;
import org.pabal.message.Address;

/// What administrators do with accounts over IMAP, done in the directory.
record DirectoryAccounts(DirectoryAdministration directory) implements AccountAdministration {

    @Override
    public List<Account> accounts() {
        return directory.accounts();
    }

    @Override
    public Optional<String> setQuota(Address account, OptionalLong octets, OptionalLong messages) {
        return switch (directory.setQuota(account, octets, messages)) {
            case Outcome.Done _ -> Optional.empty();
            case Outcome.Refused(String reason) -> Optional.of(reason);
        };
    }
}
