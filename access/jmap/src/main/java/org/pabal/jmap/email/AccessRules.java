// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.Set;
import org.pabal.jmap.SetError;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;

/// What a user may do with another's emails: what the ACLs of their mailboxes allow. RFC 8621 §2,
/// RFC 4314 §4. The owner may do everything.
final class AccessRules {
    private static final Rights REMOVE = Rights.DELETE_MESSAGES.plus(Rights.EXPUNGE);

    private final AccountSnapshot now;

    AccessRules(AccountSnapshot now) {
        this.now = now;
    }

    private boolean has(MailboxId mailbox, Rights wanted) {
        return rights(mailbox).has(wanted);
    }

    private Rights rights(MailboxId mailbox) {
        return now.mailbox(mailbox).map(MailboxInfo::rights).orElse(Rights.NONE);
    }

    /// @throws SetError `forbidden`
    void refuseAdding(Set<MailboxId> mailboxes, Flags flags) {
        for (MailboxId mailbox : mailboxes) {
            boolean there = now.mailbox(mailbox).isPresent();
            if (there && !has(mailbox, Rights.INSERT)) {
                throw SetError.forbidden("You may not add messages to this mailbox.");
            }
            if (there && !permits(mailbox, flags)) {
                throw SetError.forbidden("You may not set these keywords in this mailbox.");
            }
        }
    }

    private boolean permits(MailboxId mailbox, Flags flags) {
        return rights(mailbox).permitted(flags).equals(flags);
    }

    /// @throws SetError `forbidden`
    void refuseRemoving(Emails.Email email, Set<MailboxId> mailboxes) {
        for (MailboxId mailbox : email.mailboxes()) {
            if (mailboxes.contains(mailbox) && !has(mailbox, REMOVE)) {
                throw SetError.forbidden("You may not remove messages from this mailbox.");
            }
        }
    }

    /// @param changed that are set or cleared
    /// @throws SetError `forbidden`
    void refuseFlags(Emails.Email email, Flags changed) {
        if (!email.mailboxes().stream().allMatch(mailbox -> permits(mailbox, changed))) {
            throw SetError.forbidden("You may not change these keywords in this mailbox.");
        }
    }
}
