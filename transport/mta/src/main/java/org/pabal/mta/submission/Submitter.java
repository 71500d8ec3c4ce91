// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.message.Address;
import org.pabal.mta.submission.AccountRates.Sending;
import org.pabal.storage.Change;

/// Whose mail a session submits.
sealed interface Submitter {

    /// As sender and as author.
    boolean owns(Address address);

    Sending begin(AccountRates rates);

    /// What becomes durable with each mail besides its counts.
    default List<Change> remembered() {
        return List.of();
    }

    /// Who has logged in.
    record OfAccount(Account account, Directory directory) implements Submitter {
        @Override
        public boolean owns(Address address) {
            return directory.owns(account.id(), address);
        }

        @Override
        public Sending begin(AccountRates rates) {
            return rates.begin(account.id());
        }

        @Override
        public String toString() {
            return account.address().toString();
        }
    }

    /// Whom this host vouches for.
    record OfUser(LocalSubmitter user) implements Submitter {
        @Override
        public boolean owns(Address address) {
            return user.owns().test(address)
                    || user.address().lookupForm().equals(address.lookupForm());
        }

        @Override
        public Sending begin(AccountRates rates) {
            return rates.begin(user.user());
        }

        @Override
        public List<Change> remembered() {
            return user.remembered();
        }

        @Override
        public String toString() {
            return "the user " + user.user();
        }
    }
}
