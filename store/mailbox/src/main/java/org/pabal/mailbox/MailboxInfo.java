// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Optional;

/// A mailbox's name and what LIST says of it.
///
/// @param selectable false for a name that only has children (`\Noselect` / `\NonExistent`)
/// @param acl to whom the owner has given which rights
/// @param rights what the reader for whom the mailboxes were opened may do: the owner everything
public record MailboxInfo(
        MailboxId id,
        MailboxName name,
        Optional<SpecialUse> specialUse,
        boolean subscribed,
        boolean selectable,
        Acl acl,
        Rights rights) {}
