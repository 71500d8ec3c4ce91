// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;

/// The mailbox below which a new name lies: the nearest one that is there. Above another account's
/// top-level mailboxes stands its INBOX, as their names show. RFC 4314 §4.
///
/// @param nearest empty for an own mailbox at the top
/// @param isNamedParent false where INBOX stands in
record ParentMailbox(Optional<NamedMailbox> nearest, boolean isOwn, boolean isNamedParent) {

    static ParentMailbox of(Authenticated user, MailboxAddress address) {
        Optional<MailboxName> name = address.name().parent();
        while (name.isPresent()) {
            Optional<NamedMailbox> there =
                    user.find(new MailboxAddress(address.owner(), name.get()));
            if (there.isPresent()) {
                return new ParentMailbox(there, user.isOwn(address), true);
            }
            name = name.get().parent();
        }
        return new ParentMailbox(
                user.isOwn(address)
                        ? Optional.empty()
                        : user.find(new MailboxAddress(address.owner(), MailboxName.INBOX)),
                user.isOwn(address),
                false);
    }

    boolean allowsCreating() {
        return isOwn || nearest.filter(found -> found.rights().has(Rights.CREATE)).isPresent();
    }
}
