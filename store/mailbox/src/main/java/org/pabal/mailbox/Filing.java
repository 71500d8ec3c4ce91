// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import java.util.Optional;
import org.pabal.directory.Account;

/// One message for one mailbox of one account.
///
/// @param mailbox where; INBOX when it is not there
/// @param flags set on arrival
/// @param deliveryKey mail id and recipient: the same key is filed once
/// @param snooze how it comes back, when it is set aside in that mailbox; in INBOX nothing is
public record Filing(
        Account account,
        MailboxName mailbox,
        StagedMessage message,
        Flags flags,
        Instant internalDate,
        String deliveryKey,
        Optional<Snooze> snooze) {

    public Filing(
            Account account,
            MailboxName mailbox,
            StagedMessage message,
            Flags flags,
            Instant internalDate,
            String deliveryKey) {
        this(account, mailbox, message, flags, internalDate, deliveryKey, Optional.empty());
    }

    public Filing snoozed(Snooze how) {
        return new Filing(
                account, mailbox, message, flags, internalDate, deliveryKey, Optional.of(how));
    }
}
