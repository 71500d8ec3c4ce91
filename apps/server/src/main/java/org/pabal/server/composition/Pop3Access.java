// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.LoginService;
import org.pabal.pop3.Maildrops;
import org.pabal.pop3.Maildrops.Sharing;
import org.pabal.pop3.Pop3Config;
import org.pabal.pop3.Pop3Config.LoginSecurity;
import org.pabal.pop3.Pop3Config.Marking;
import org.pabal.pop3.Pop3Services;
import org.pabal.pop3.Pop3Session;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.Pop3Table;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// The role that hands mail out to programs that fetch it: POP3.
final class Pop3Access {
    private static final String TOO_MANY =
            "-ERR [SYS/TEMP] Too many connections, try again later\r\n";

    /// Of one account at a time: the one that has the maildrop and those that wait for it, or those
    /// that share it.
    private static final int MAX_SESSIONS = 20;

    /// For a session that is about to end.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Settings settings;
    private final Pop3Config config;
    private final Pop3Services services;

    Pop3Access(
            Foundation foundation,
            Settings settings,
            String hostname,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard,
            OtherHosts hosts) {
        this.settings = settings;
        this.config =
                Pop3Config.defaults()
                        .withIdleDeadline(settings.get(Pop3Table.POP3_IDLE_TIMEOUT))
                        .withMarking(
                                settings.get(Pop3Table.POP3_MARK_SEEN)
                                        ? Marking.SEEN
                                        : Marking.NONE);
        AccountSessions sessions = new AccountSessions(MAX_SESSIONS);
        foundation.directory().whenLoginChanges(sessions::end);
        this.services =
                new Pop3Services(
                        hostname,
                        foundation.directory(),
                        logins.ofConnections(LoginService.POP3),
                        new Maildrops(
                                foundation.mailboxes(),
                                sessions,
                                settings.get(Pop3Table.POP3_SHARED)
                                        ? Sharing.SNAPSHOTS
                                        : Sharing.EXCLUSIVE,
                                PATIENCE),
                        Optional.of(tls),
                        new LoginDoor("pop3", guard, LoginPause.SLEEP),
                        hosts,
                        new SecureRandom());
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain("pop3", TOO_MANY, handler("pop3"));
        listeners.openTls(
                "pop3s",
                TOO_MANY,
                "-ERR This port speaks TLS from the first octet; use port 110 with STLS, or set the"
                        + " client to SSL/TLS\r\n",
                handler("pop3s"));
    }

    private ConnectionHandler handler(String service) {
        Pop3Config ofService =
                ServicesTable.service(service).allowsLoginWithoutTls(settings)
                        ? config.withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED)
                        : config;
        return connection -> new Pop3Session(connection, ofService, services).run();
    }
}
