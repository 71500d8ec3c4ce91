// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.mailbox.MailboxName;

/// How subscriptions to others' mailboxes are kept among the reader's own: `../7/Projects` is the
/// mailbox Projects of account 7.
///
/// No mailbox has a level `..`, so the two are never taken for each other; and the account's number
/// outlives a new address of its owner.
final class Subscriptions {
    private static final String FOREIGN = "../";

    private final Account reader;
    private final Directory directory;

    Subscriptions(Account reader, Directory directory) {
        this.reader = reader;
        this.directory = directory;
    }

    MailboxName kept(MailboxAddress address) {
        return address.owner().id().equals(reader.id())
                ? address.name()
                : new MailboxName(FOREIGN + address.owner().id() + "/" + address.name().text());
    }

    /// Empty when the account is no more.
    Optional<MailboxAddress> address(MailboxName kept) {
        if (!kept.text().startsWith(FOREIGN)) {
            return Optional.of(new MailboxAddress(reader, kept));
        }
        int end = kept.text().indexOf(MailboxName.DELIMITER, FOREIGN.length());
        String name = kept.text().substring(end + 1);
        AccountId id = new AccountId(Long.parseLong(kept.text(), FOREIGN.length(), end, 10));
        return directory.account(id).map(owner -> new MailboxAddress(owner, new MailboxName(name)));
    }
}
