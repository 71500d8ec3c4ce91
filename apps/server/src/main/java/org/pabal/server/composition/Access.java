// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.LoginService;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.ImapConfig.LoginSecurity;
import org.pabal.imap.session.ImapSession;
import org.pabal.imap.state.ImapServices;
import org.pabal.imap.state.MessageEvents;
import org.pabal.mailbox.TextIndex;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.ImapTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.SearchTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// The role that shows mail to its owner: IMAP.
final class Access {
    private static final String TOO_MANY =
            "* BYE [UNAVAILABLE] Too many connections, try again later\r\n";

    private final Settings settings;
    private final ImapConfig config;
    private final ImapServices services;

    /// @param events who hears of what clients do with messages
    Access(
            Foundation foundation,
            Settings settings,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard,
            OtherHosts hosts,
            MessageEvents events)
            throws StartFailure {
        this.settings = settings;
        this.config =
                ImapConfig.defaults()
                        .withAppendOctets(settings.get(ReceptionTable.MAX_MESSAGE_SIZE))
                        .withSessionsPerAccount(settings.get(ImapTable.IMAP_SESSIONS))
                        .withIdleDeadline(settings.get(ImapTable.IMAP_IDLE_TIMEOUT))
                        .withStillHere(settings.get(ImapTable.IMAP_STILL_HERE))
                        .withSharing(ImapSettings.sharing(settings));
        AccountSessions sessions = new AccountSessions(config.sessionsPerAccount());
        foundation.directory().whenLoginChanges(sessions::end);
        this.services =
                new ImapServices(
                        foundation.directory(),
                        logins.ofConnections(LoginService.IMAP),
                        foundation.mailboxes(),
                        settings.get(SearchTable.SEARCH_INDEX)
                                ? foundation.indexes()
                                : TextIndex.NONE,
                        Optional.of(tls),
                        new LoginDoor("imap", guard, LoginPause.SLEEP),
                        sessions,
                        new DirectoryAccounts(foundation.directory()),
                        events,
                        hosts,
                        foundation.clock());
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain("imap", TOO_MANY, handler("imap"));
        listeners.openTls(
                "imaps",
                TOO_MANY,
                "* BYE This port speaks TLS from the first octet; use port 143 with STARTTLS, or"
                        + " set the client to SSL/TLS\r\n",
                handler("imaps"));
    }

    private ConnectionHandler handler(String service) {
        ImapConfig ofService =
                ServicesTable.service(service).allowsLoginWithoutTls(settings)
                        ? config.withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED)
                        : config;
        return connection -> new ImapSession(connection, ofService, services).run();
    }
}
