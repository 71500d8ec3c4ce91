// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.sasl.LoginDoor;
import org.pabal.wire.Connection;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// The parts of the mail system behind a session.
///
/// @param hostname for APOP's timestamps
/// @param loginContexts what a connection says about whose names are meant; asked at each log-in,
///     since STLS brings the server name
/// @param maildrops one for all listeners, so that a maildrop has one session over all of them
/// @param tls present where STLS is offered
/// @param hosts that hold other accounts, and that act for their clients here
/// @param random for APOP's timestamps, which nobody may foresee
public record Pop3Services(
        String hostname,
        Directory directory,
        Function<Connection, LoginContext> loginContexts,
        Maildrops maildrops,
        Optional<TlsServerContext> tls,
        LoginDoor logins,
        OtherHosts hosts,
        RandomGenerator random) {}
