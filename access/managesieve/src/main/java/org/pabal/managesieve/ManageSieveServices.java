// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.sasl.LoginDoor;
import org.pabal.wire.Connection;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// The parts of the mail system behind a session.
///
/// @param loginContexts what a connection says about whose names are meant; asked at each log-in,
///     since STARTTLS brings the server name
/// @param tls present where STARTTLS is offered
/// @param hosts that hold other accounts, and that act for their clients here
/// @param sessions one for all listeners, since an account's sessions count over all of them
public record ManageSieveServices(
        Directory directory,
        Function<Connection, LoginContext> loginContexts,
        ScriptStore scripts,
        Optional<TlsServerContext> tls,
        LoginDoor logins,
        OtherHosts hosts,
        AccountSessions sessions) {}
