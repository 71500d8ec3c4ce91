// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;

/// A mailbox that is there.
///
/// @param mailboxes those of the account in which it lies, as this client sees them
/// @param rights what the client may do with it
public record NamedMailbox(AccountMailboxes mailboxes, MailboxInfo info, Rights rights) {

    public Account owner() {
        return mailboxes.account();
    }

    public MailboxAddress address() {
        return new MailboxAddress(owner(), info.name());
    }

    public MailboxId id() {
        return info.id();
    }

    /// True for the account's own mailboxes.
    public boolean isOwn() {
        return owner().id().equals(mailboxes.reader().id());
    }

    /// True for the same mailbox, whatever has changed about it: ids are unique within an account.
    public boolean isSame(NamedMailbox other) {
        return id().equals(other.id()) && owner().id().equals(other.owner().id());
    }

    /// As the place to which messages go.
    public Destination destination() {
        return new Destination(mailboxes, info.id(), rights);
    }
}
