// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import org.pabal.directory.Account;

/// One message for one mailbox of one account.
///
/// @param mailbox where; INBOX when it is not there
/// @param flags set on arrival
/// @param deliveryKey mail id and recipient: the same key is filed once
public record Filing(
        Account account,
        MailboxName mailbox,
        StagedMessage message,
        Flags flags,
        Instant internalDate,
        String deliveryKey) {}
