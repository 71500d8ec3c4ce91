// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.List;

/// Which mailboxes a group of events is about. RFC 5465 §6.
public sealed interface MailboxFilter {

    /// The one that is selected; EXPUNGE is told as it happens.
    record Selected() implements MailboxFilter {}

    /// The one that is selected; EXPUNGE waits for a command that allows it.
    record SelectedDelayed() implements MailboxFilter {}

    /// Those in the personal namespace. `inboxes` means the same: a script may file into any of
    /// them, and RFC 5465 §6.3 lets a server that cannot tell take it so.
    record Personal() implements MailboxFilter {}

    record Subscribed() implements MailboxFilter {}

    /// @param names as the client wrote them
    record Subtree(List<String> names) implements MailboxFilter {}

    /// @param names as the client wrote them
    record Mailboxes(List<String> names) implements MailboxFilter {}

    default boolean isSelected() {
        return this instanceof Selected || this instanceof SelectedDelayed;
    }
}
