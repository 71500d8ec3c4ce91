// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;

/// Files every copy in its account's INBOX.
///
/// Every address of an account, with or without detail (`bob+lists@example.org`), leads to its
/// INBOX: a detail is foreign input and never makes or names a mailbox by itself.
public final class FilingRules implements DeliveryAgent {

    @Override
    public Decision.Taken decide(ArrivedMail mail, LocalRecipient recipient) {
        return Decision.Taken.filed(
                new Filing(
                        recipient.account(),
                        MailboxName.INBOX,
                        mail.message(),
                        Flags.NONE,
                        mail.at(),
                        mail.mailId() + " " + recipient.address().lookupForm()));
    }

    @Override
    public Decision.Taken insteadOf(
            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
        return decide(mail, recipient);
    }
}
