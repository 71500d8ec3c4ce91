// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What an address leads to, one step.
public sealed interface Resolution {

    /// The account whose address it is, whether or not it takes mail.
    default Optional<Account> asAccount() {
        return switch (this) {
            case Local(Account account) -> Optional.of(account);
            case Disabled(Account account) -> Optional.of(account);
            case Alias _, Retired _, Unknown _, Foreign _ -> Optional.empty();
        };
    }

    /// Mail for an account.
    record Local(Account account) implements Resolution {}

    /// An account that takes no mail for now.
    record Disabled(Account account) implements Resolution {}

    /// An alias: the mail goes to these instead, which may be aliases again.
    ///
    /// @param owner of a list: who is told when a copy fails, in the author's place
    /// @param targets none for a group without members
    /// @param senders of a group: whose mail goes there, see {@link GroupRule}
    record Alias(List<Address> targets, Optional<Address> owner, Optional<WhoMaySend> senders)
            implements Resolution {

        /// No list: failures go to the author. RFC 5321 §3.9.1.
        public Alias(List<Address> targets) {
            this(targets, Optional.empty());
        }

        /// For anybody's mail.
        public Alias(List<Address> targets, Optional<Address> owner) {
            this(targets, owner, Optional.empty());
        }
    }

    /// An address that somebody had for a while: it takes mail no more, and neither does anybody else
    /// with it.
    record Retired() implements Resolution {}

    /// A domain of ours without such an address.
    record Unknown() implements Resolution {}

    /// Not a domain of ours.
    record Foreign(Domain domain) implements Resolution {}
}
