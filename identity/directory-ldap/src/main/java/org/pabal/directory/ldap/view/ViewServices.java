// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.sasl.LoginDoor;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsServerContext;

/// The parts of the mail system behind all sessions of the view.
///
/// @param passwords the one way in which passwords are changed
/// @param loginContexts what a connection says about whose names are meant; asked at each bind,
///     since StartTLS brings the server name
/// @param tls present where StartTLS is offered
/// @param sessions which end when an account's secret changes
/// @param names shared, since they are costly to get
/// @param scans so many searches look at all entries at one time; others wait
/// @param version shown in the root
public record ViewServices(
        DirectoryAdministration directory,
        PasswordChange passwords,
        Function<Connection, LoginContext> loginContexts,
        Optional<TlsServerContext> tls,
        LoginDoor logins,
        AccountSessions sessions,
        EntryIds ids,
        KnownNames names,
        Semaphore scans,
        InstantSource clock,
        String version) {
    /// On few cores a search that looks at everything leaves something for the mail.
    private static final int MAX_SCANS = 2;

    public static ViewServices of(
            DirectoryAdministration directory,
            Function<Connection, LoginContext> loginContexts,
            Optional<TlsServerContext> tls,
            LoginDoor logins,
            AccountSessions sessions,
            EntryIds ids,
            InstantSource clock,
            String version) {
        return new ViewServices(
                directory,
                new PasswordChange(directory),
                loginContexts,
                tls,
                logins,
                sessions,
                ids,
                new KnownNames(directory, clock),
                new Semaphore(MAX_SCANS),
                clock,
                version);
    }
}
