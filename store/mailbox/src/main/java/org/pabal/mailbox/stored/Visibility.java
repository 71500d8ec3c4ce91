// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxState;

/// What a reader may do with the mailboxes of an account, and which of them it sees. RFC 4314 §4: `l`
/// to know of one, `r` to read it.
///
/// @param reader the account's number; 0 for the owner, who may do everything
/// @param certainly all that the reader is to the owner; see {@link Sharing#visibility}
/// @param possibly that, and what nobody can say now
record Visibility(long reader, List<Grantee> certainly, List<Grantee> possibly) {
    static final Visibility OWNERS = new Visibility(0, List.of(), List.of());

    boolean isOwners() {
        return reader == 0;
    }

    Rights rights(MailboxState mailbox) {
        return isOwners() ? Rights.ALL : mailbox.acl().rightsOf(certainly, possibly);
    }

    boolean isListed(MailboxState mailbox) {
        return rights(mailbox).has(Rights.LOOKUP);
    }

    boolean isRead(MailboxState mailbox) {
        return rights(mailbox).has(Rights.READ);
    }

    /// The ids of those that are read.
    Set<Long> read(AccountState state) {
        return state.mailboxes().stream()
                .filter(this::isRead)
                .map(mailbox -> mailbox.mailbox().value())
                .collect(Collectors.toUnmodifiableSet());
    }

    MailboxInfo info(MailboxState mailbox, AccountState state) {
        MailboxName name = mailbox.record().name();
        return new MailboxInfo(
                mailbox.mailbox(),
                name,
                mailbox.record().specialUse(),
                state.subscriptions().has(name),
                mailbox.record().selectable(),
                mailbox.acl(),
                rights(mailbox));
    }
}
