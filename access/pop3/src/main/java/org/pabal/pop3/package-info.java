// SPDX-License-Identifier: Apache-2.0

/// POP3 (RFC 1939) with its extensions (RFC 2449, RFC 2595, RFC 5034, RFC 6856), server side.
///
/// The way of a command: `Pop3Session` reads a line, `Pop3Parser` makes a `Pop3Command` of it, the
/// command table in `Pop3Session` asks the `Pop3State` whether it is welcome, `LoginCommands` and
/// `MaildropCommands` do what it says. A `Maildrop` is a mailbox at one moment with what this
/// session means to do to it; `Maildrops` sees to it that an account's has one session at a time.
///
/// The promises: nothing is deleted but at QUIT, and then all or nothing in one durable commit; a
/// message has the same unique id for ever; messages are given as they are stored, octet for octet.
@NullMarked
package org.pabal.pop3;

import org.jspecify.annotations.NullMarked;
