// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.List;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;

/// Decides where a recipient's copy is filed. Safe for use by many threads.
///
/// Every address of an account, with or without detail (`bob+lists@example.org`), leads to its
/// INBOX: a detail is foreign input and never makes or names a mailbox by itself.
public final class FilingRules {

    /// @return one or more filings, all or none of which are to be done
    public List<Filing> decide(ArrivedMail mail, LocalRecipient recipient) {
        return List.of(
                new Filing(
                        recipient.account(),
                        MailboxName.INBOX,
                        mail.message(),
                        Flags.NONE,
                        mail.at(),
                        mail.mailId() + " " + recipient.address().lookupForm()));
    }
}
