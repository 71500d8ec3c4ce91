// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;

/// A mailbox that is there.
///
/// @param mailboxes those of the account in which it lies, as this client sees them
public record NamedMailbox(AccountMailboxes mailboxes, MailboxInfo info) {

    public Account owner() {
        return mailboxes.account();
    }

    public MailboxAddress address() {
        return new MailboxAddress(owner(), info.name());
    }

    public MailboxId id() {
        return info.id();
    }
}
