// SPDX-License-Identifier: Apache-2.0

/// Emails, threads and search snippets: what RFC 8621 §3 to §5 let a client do with messages.
///
/// An email is a message with all its places. Its id, its thread's and its mailboxes' are IMAP's
/// (RFC 8474); the state of emails is the {@link org.pabal.mailbox.AccountPoint} of the account, so
/// that what IMAP changes is told here as well, and the other way round.
@NullMarked
package org.pabal.jmap.email;

import org.jspecify.annotations.NullMarked;
