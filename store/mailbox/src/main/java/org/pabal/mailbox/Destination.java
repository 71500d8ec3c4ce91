// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// Where messages are copied or moved to: a mailbox of the same or of another account.
///
/// @param account as the reader opened it; its owner's quota is charged
/// @param rights of the reader there: flags that they do not permit to be set stay behind. RFC 4314
///     §4
public record Destination(AccountMailboxes account, MailboxId mailbox, Rights rights) {}
