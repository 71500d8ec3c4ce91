// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// What an account has only so much of. RFC 9208 §5.
public enum QuotaResource {
    /// Octets of all messages; a message that lies in two mailboxes counts twice.
    STORAGE,
    /// Messages, counted likewise.
    MESSAGE,
    /// Mailboxes, with INBOX.
    MAILBOX
}
