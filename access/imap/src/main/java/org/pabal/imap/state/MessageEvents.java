// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Optional;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;

/// Hears of what clients do with messages: that is when scripts run. RFC 6785 §2. Safe for use by many
/// threads.
@FunctionalInterface
public interface MessageEvents {
    MessageEvents NONE = event -> {};

    /// It is durable, and the client is about to be told. May take a while; does not throw.
    void happened(Event event);

    /// @param session its id
    /// @param mailboxes as the client sees them
    /// @param uids of messages that are new in the mailbox, or whose flags were set
    /// @param before where flags were set, the mailbox as it was
    record Event(
            String session,
            AccountMailboxes mailboxes,
            MailboxId mailbox,
            UidSet uids,
            Cause cause,
            Optional<MailboxSnapshot> before) {}

    enum Cause {
        APPENDED,
        /// Or moved.
        COPIED,
        FLAGS_SET
    }
}
