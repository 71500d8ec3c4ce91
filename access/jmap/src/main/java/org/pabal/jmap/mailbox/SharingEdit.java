// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.SetError;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AclOutcome;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;
import tools.jackson.databind.JsonNode;

/// Shares mailboxes, as far as the user may. RFC 9670 §4.
record SharingEdit(
        MailboxServices services, JmapAccount account, AccountMailboxes mailboxes, JmapUser user) {

    /// What is to be done; nothing is done yet.
    ///
    /// @param wanted whom to give which rights, in the place of those who have any now
    /// @throws SetError `forbidden`, `invalidProperties`
    SharedWith.Change change(MailboxInfo mailbox, JsonNode wanted) {
        if (!mailbox.rights().has(Rights.ADMINISTER)) {
            throw SetError.forbidden("You may not share this mailbox.");
        }
        return SharedWith.change(
                user,
                account,
                services.principals().orElseThrow(),
                SharedWith.json(account, mailbox),
                wanted);
    }

    /// @throws SetError `overQuota`, `notFound`
    void apply(MailboxInfo mailbox, SharedWith.Change change) {
        if (change.isEmpty()) {
            return;
        }
        switch (mailboxes.changeAcl(mailbox.id(), change::applyTo)) {
            case AclOutcome.Done _ -> {}
            case AclOutcome.NoSuchMailbox _ -> throw SetError.notFound();
            case AclOutcome.TooMany(int max) ->
                    throw SetError.overQuota("A mailbox is shared with at most " + max + ".");
        }
    }
}
