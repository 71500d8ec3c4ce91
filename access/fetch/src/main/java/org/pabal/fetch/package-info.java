// SPDX-License-Identifier: Apache-2.0

/// Reads the mailboxes of another server: the client's end of IMAP4rev1 (RFC 3501) as far as taking
/// mail over needs it.
///
/// Nothing is changed there: mailboxes are opened with EXAMINE and messages are read with BODY.PEEK.
/// A password is sent under TLS only. The server is a stranger: every line, response and answer has a
/// limit and a deadline, a message is streamed and never held, and what breaks the grammar ends the
/// session with a {@link org.pabal.fetch.FetchException} that says why.
///
/// The grammar that both ends share is that of `org.pabal.imap.syntax`.
@NullMarked
package org.pabal.fetch;

import org.jspecify.annotations.NullMarked;
