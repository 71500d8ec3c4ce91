// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;

/// A message that lies nowhere any more and is kept for a while, so that its owner can have it back.
///
/// @param mailbox where it would be restored to: the mailbox that it left last other than Trash, as far
///     as that is known, by its name of now
/// @param mailboxExists false when that mailbox would be made anew
/// @param flags those that it had, without `\Deleted`
/// @param size in octets
public record DeletedMessage(
        DeletedId id,
        EmailId email,
        Instant deletedAt,
        MailboxName mailbox,
        boolean mailboxExists,
        Flags flags,
        long size,
        Instant internalDate) {}
