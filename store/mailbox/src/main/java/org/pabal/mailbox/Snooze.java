// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How a message that is set aside comes back. draft-ietf-extra-email-snooze §4
///
/// @param until not before; in whole seconds
/// @param back the mailbox to which it comes back; INBOX when nothing is said, or when that mailbox is
///     there no more
/// @param added flags that it has then
/// @param removed flags that it has no more
public record Snooze(Instant until, Optional<MailboxId> back, Flags added, Flags removed) {
    public Snooze {
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }
}
