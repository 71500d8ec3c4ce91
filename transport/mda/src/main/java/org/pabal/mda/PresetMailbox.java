// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.Optional;
import org.pabal.directory.Subaddress;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.Rights;

/// The mailbox in which a copy is kept that nothing else decides about: the one that whoever handed
/// it over asked for, else the one that its detail names (`bob+lists` is in `lists`) where that is
/// allowed, else INBOX. None is made: a stranger's choice of details must not make mailboxes. Safe
/// for use by many threads.
public final class PresetMailbox {
    private final Details details;
    private final Subaddress subaddress;
    private final MailboxStore mailboxes;

    /// Into which mailboxes details lead.
    public enum Details {
        NONE,
        /// Those whose owner has given anyone the right to post. RFC 4314 §4: p
        POSTABLE,
        /// All that are there.
        EXISTING
    }

    public PresetMailbox(Details details, Subaddress subaddress, MailboxStore mailboxes) {
        this.details = details;
        this.subaddress = subaddress;
        this.mailboxes = mailboxes;
    }

    /// @throws org.pabal.message.UnavailableException when it cannot be told now
    public MailboxName of(ArrivedMail mail, LocalRecipient recipient) {
        if (mail.mailbox().isPresent()) {
            return mail.mailbox().get(); // INBOX takes its place when it is not there
        }
        if (details == Details.NONE) {
            return MailboxName.INBOX;
        }
        return subaddress
                .detail(recipient.address(), recipient.account().address().localPart())
                .flatMap(MailboxName::parse)
                .filter(name -> isOpen(recipient, name))
                .orElse(MailboxName.INBOX);
    }

    private boolean isOpen(LocalRecipient recipient, MailboxName name) {
        Optional<MailboxInfo> found =
                mailboxes
                        .open(recipient.account(), recipient.account())
                        .find(name)
                        .filter(MailboxInfo::selectable);
        return found.filter(there -> details == Details.EXISTING || isPostable(there.acl()))
                .isPresent();
    }

    private static boolean isPostable(Acl acl) {
        Grantee anyone = new Grantee.Anyone();
        return acl.givenTo(anyone).minus(acl.withheldFrom(anyone)).has(Rights.POST);
    }
}
