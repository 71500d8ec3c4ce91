// SPDX-License-Identifier: Apache-2.0

/// Mailbox/*: RFC 8621 §2, over the same mailboxes that IMAP shows, with the same ids.
@NullMarked
package org.pabal.jmap.mailbox;

import org.jspecify.annotations.NullMarked;
