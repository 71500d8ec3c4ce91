// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.imap.LoginPause;
import org.pabal.mailbox.MailboxStore;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsServerContext;

/// The parts of the mail system behind a session.
///
/// @param loginContexts what a connection says about whose names are meant; asked at each log-in,
///     since STARTTLS brings the server name
/// @param tls present where STARTTLS is offered
public record ImapServices(
        Directory directory,
        Function<Connection, LoginContext> loginContexts,
        MailboxStore store,
        Optional<TlsServerContext> tls,
        LoginPause pause,
        AccountSessions sessions) {}
