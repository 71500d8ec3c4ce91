// SPDX-License-Identifier: Apache-2.0

/// What is known of a client: the connection, what it enabled, its account, its selected mailbox.
///
/// RFC 9051 §3. Each state holds only what is true in it. {@link org.pabal.imap.state.SelectedMailbox}
/// keeps what the client has been told of the mailbox and decides what it may be told when.
@NullMarked
package org.pabal.imap.state;

import org.jspecify.annotations.NullMarked;
