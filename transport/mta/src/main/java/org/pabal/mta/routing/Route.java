// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.smtp.SmtpReply;

/// The way of one recipient's copy, aliases resolved.
public sealed interface Route {

    /// The address at the end of all aliases.
    Address address();

    /// Into a mailbox of ours.
    record LocalAccount(Account account, Address address) implements Route {}

    /// To another host.
    record Remote(Address address, NextHop hop) implements Route {}

    /// A copy that goes on as mail of a list: failures are told to the list's owner, not to the
    /// author. RFC 5321 §3.9.2.
    ///
    /// @param copy never a list's copy itself, nor refused
    /// @param owner the reverse-path of the copy
    record ListCopy(Route copy, Address owner) implements Route {
        public ListCopy {
            if (copy instanceof ListCopy || copy instanceof Refused) {
                throw new IllegalArgumentException("no copy for a list: " + copy);
            }
        }

        @Override
        public Address address() {
            return copy.address();
        }
    }

    /// Nowhere.
    ///
    /// @param reply what the client is told
    record Refused(Address address, SmtpReply reply) implements Route {}
}
