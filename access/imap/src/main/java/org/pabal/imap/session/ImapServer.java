// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.LoginPause;
import org.pabal.imap.state.AccountSessions;
import org.pabal.imap.state.ImapServices;
import org.pabal.mailbox.MailboxStore;
import org.pabal.wire.Connection;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.TlsServerContext;

/// What IMAP listeners do with their connections. One for all listeners of a server, since the
/// sessions of an account are counted over all of them. Safe for many threads.
public final class ImapServer implements ConnectionHandler {
    private final ImapConfig config;
    private final ImapServices services;

    /// @param loginContexts what a connection says about whose names are meant
    /// @param tls for STARTTLS; not needed where TLS is up from the start
    /// @param pause after a failed log-in
    public ImapServer(
            ImapConfig config,
            Directory directory,
            Function<Connection, LoginContext> loginContexts,
            MailboxStore store,
            Optional<TlsServerContext> tls,
            LoginPause pause) {
        this.config = config;
        this.services =
                new ImapServices(
                        directory, loginContexts, store, tls, pause, new AccountSessions());
    }

    @Override
    public void handle(Connection connection) throws IOException {
        new ImapSession(connection, config, services).run();
    }
}
