// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.TextIndex;
import org.pabal.sasl.LoginDoor;
import org.pabal.wire.Connection;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// The parts of the mail system behind a session.
///
/// @param loginContexts what a connection says about whose names are meant; asked at each log-in,
///     since STARTTLS brings the server name
/// @param tls present where STARTTLS is offered
/// @param sessions one for all listeners, since an account's sessions count over all of them
/// @param accounts what administrators may change
/// @param events who hears of what clients do
/// @param hosts that hold other accounts, and that act for their clients here
/// @param clock gives an appended message its internal date
public record ImapServices(
        Directory directory,
        Function<Connection, LoginContext> loginContexts,
        MailboxStore store,
        TextIndex textIndex,
        Optional<TlsServerContext> tls,
        LoginDoor logins,
        AccountSessions sessions,
        AccountAdministration accounts,
        MessageEvents events,
        OtherHosts hosts,
        InstantSource clock) {}
