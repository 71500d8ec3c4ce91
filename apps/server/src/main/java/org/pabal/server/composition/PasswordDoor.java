// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.directory.LoginService;
import org.pabal.directory.PasswordChange;
import org.pabal.poppassd.PoppassdConfig;
import org.pabal.poppassd.PoppassdConfig.Security;
import org.pabal.poppassd.PoppassdServices;
import org.pabal.poppassd.PoppassdSession;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.ConnectionHandler;

/// The role that lets programs change passwords for their users: poppassd.
final class PasswordDoor {
    private static final String TOO_MANY =
            "500 Too many connections from your address or in all, try again in a minute\r\n";

    private final Settings settings;
    private final String hostname;
    private final PoppassdServices services;

    PasswordDoor(
            Foundation foundation,
            Settings settings,
            String hostname,
            LoginContexts logins,
            LoginGuard guard) {
        this.settings = settings;
        this.hostname = hostname;
        this.services =
                new PoppassdServices(
                        new PasswordChange(foundation.directory()),
                        logins.ofConnections(LoginService.PASSWORD),
                        new LoginDoor("poppassd", guard, LoginPause.SLEEP));
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain("poppassd", TOO_MANY, handler("poppassd"));
        listeners.openTls(
                "poppassds",
                TOO_MANY,
                "500 This port speaks TLS from the first octet\r\n",
                handler("poppassds"));
    }

    private ConnectionHandler handler(String service) {
        Security security =
                ServicesTable.service(service).allowsLoginWithoutTls(settings)
                        ? Security.CLEARTEXT_ALLOWED
                        : Security.TLS_OR_LOOPBACK;
        PoppassdConfig config = PoppassdConfig.of(hostname, security);
        return connection -> new PoppassdSession(connection, config, services).run();
    }
}
