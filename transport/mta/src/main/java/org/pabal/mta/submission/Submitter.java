// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.List;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.message.Address;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.submission.AccountRates.Sending;
import org.pabal.smtp.ClientFacts;
import org.pabal.storage.Change;

/// Whose mail a session submits.
sealed interface Submitter {

    /// As sender and as author.
    boolean owns(Address address);

    Sending begin(AccountRates rates);

    /// The largest message that it may submit, where it has a limit of its own.
    default OptionalLong messageOctets() {
        return OptionalLong.empty();
    }

    /// What becomes durable with each mail besides its counts.
    default List<Change> remembered() {
        return List.of();
    }

    /// What the circuit breaker says of a mail of his.
    ///
    /// @param strangers the recipients in others' domains
    default Breaker.Judged judge(Breaker breaker, ClientFacts client, List<String> strangers) {
        return Breaker.Judged.NOTHING;
    }

    /// Has the owner told that no more may be sent for now.
    default void overRate(Breaker breaker, String limit) {}

    /// Who has logged in.
    record OfAccount(Account account, Directory directory) implements Submitter {
        @Override
        public boolean owns(Address address) {
            return directory.owns(account.id(), address);
        }

        @Override
        public Sending begin(AccountRates rates) {
            return rates.begin(account);
        }

        @Override
        public Breaker.Judged judge(Breaker breaker, ClientFacts client, List<String> strangers) {
            return breaker.judge(account, client.remote().getAddress(), strangers);
        }

        @Override
        public void overRate(Breaker breaker, String limit) {
            breaker.overRate(account, limit);
        }

        @Override
        public OptionalLong messageOctets() {
            return account.limits().messageOctets();
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
