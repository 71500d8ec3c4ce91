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

    /// Nowhere.
    ///
    /// @param reply what the client is told
    record Refused(Address address, SmtpReply reply) implements Route {}
}
