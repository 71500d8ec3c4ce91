// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxState;

/// Which mailboxes of an account a reader sees. RFC 4314 §4: `l` to know of one, `r` to read it.
///
/// @param reader the account's number; 0 for the owner, who sees all
record Visibility(long reader) {
    boolean isOwners() {
        return reader == 0;
    }

    boolean isListed(MailboxState mailbox) {
        return has(mailbox, Rights.LOOKUP);
    }

    boolean isRead(MailboxState mailbox) {
        return has(mailbox, Rights.READ);
    }

    private boolean has(MailboxState mailbox, Rights right) {
        return isOwners() || mailbox.acl().rightsOf(new AccountId(reader)).has(right);
    }

    /// The ids of those that are read.
    Set<Long> read(AccountState state) {
        return state.mailboxes().stream()
                .filter(this::isRead)
                .map(mailbox -> mailbox.mailbox().value())
                .collect(Collectors.toUnmodifiableSet());
    }
}
