// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.directory.AccountSessions;
import org.pabal.directory.LoginService;
import org.pabal.managesieve.ManageSieveConfig;
import org.pabal.managesieve.ManageSieveConfig.LoginSecurity;
import org.pabal.managesieve.ManageSieveServices;
import org.pabal.managesieve.ManageSieveSession;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.ManageSieveTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// The role that lets people change their Sieve scripts: ManageSieve, on its port of today and on the
/// one it had before RFC 5804.
final class ManageSieve {
    private static final String TOO_MANY =
            "BYE (TRYLATER) \"Too many connections, try again later\"\r\n";

    private final Settings settings;
    private final ManageSieveConfig config;
    private final ManageSieveServices services;

    ManageSieve(
            Foundation foundation,
            Settings settings,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard,
            OtherHosts hosts,
            ScriptStore scripts)
            throws StartFailure {
        this.settings = settings;
        ManageSieveConfig preset = ManageSieveConfig.defaults();
        this.config =
                preset.withDeadlines(
                                preset.loginDeadline(),
                                settings.get(ManageSieveTable.MANAGESIEVE_IDLE_TIMEOUT))
                        .withMaxRedirects(SieveSettings.language(settings).limits().redirects());
        AccountSessions sessions =
                new AccountSessions(settings.get(ManageSieveTable.MANAGESIEVE_SESSIONS));
        foundation.directory().whenLoginChanges(sessions::end);
        this.services =
                new ManageSieveServices(
                        foundation.directory(),
                        logins.ofConnections(LoginService.SIEVE),
                        scripts,
                        Optional.of(tls),
                        new LoginDoor("sieve", guard, LoginPause.SLEEP),
                        hosts,
                        sessions);
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain("managesieve", TOO_MANY, handler("managesieve"));
        listeners.openPlain("managesieve-old", TOO_MANY, handler("managesieve-old"));
    }

    private ConnectionHandler handler(String service) {
        ManageSieveConfig ofService =
                ServicesTable.service(service).allowsLoginWithoutTls(settings)
                        ? config.withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED)
                        : config;
        return connection -> new ManageSieveSession(connection, ofService, services).run();
    }
}
