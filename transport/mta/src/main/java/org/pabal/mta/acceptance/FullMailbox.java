// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import org.pabal.mta.routing.Route;
import org.pabal.smtp.SmtpReply;

/// What is said of an account that has no room.
public enum FullMailbox {
    /// It may have room later, and the sender's server tries again.
    DEFER,
    /// The sender is told at once.
    REJECT;

    /// @param about what stands before the words, such as `<bob@example.org>: `; may be empty
    SmtpReply reply(String about) {
        return switch (this) {
            case DEFER -> SmtpReply.of(452, "4.2.2", about + "Mailbox full");
            case REJECT -> SmtpReply.of(552, "5.2.2", about + "Mailbox full");
        };
    }

    /// To wait would be in vain.
    static SmtpReply neverFits(String about) {
        return SmtpReply.of(552, "5.2.2", about + "Message is larger than the mailbox may be");
    }

    /// True when all copies are for accounts that may not hold so much, were they empty.
    static boolean isTooLarge(long octets, List<Route> routes) {
        return routes.stream()
                .allMatch(route ->
                        route instanceof Route.LocalAccount(var account, _)
                                && account.quotaOctets().isPresent()
                                && octets > account.quotaOctets().getAsLong());
    }
}
