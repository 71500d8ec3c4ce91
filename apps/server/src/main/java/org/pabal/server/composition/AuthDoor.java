// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import org.pabal.authd.AuthConfig;
import org.pabal.authd.AuthConfig.Cleartext;
import org.pabal.authd.AuthServices;
import org.pabal.authd.DovecotAuthSession;
import org.pabal.authd.SaslauthdSession;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;

/// The role that tells other programs of this host who may log in.
final class AuthDoor {
    /// Postfix waits for 10 s and then believes that we are out of order.
    private static final Duration MOST_DELAY = Duration.ofSeconds(7);

    private final AuthConfig config;
    private final AuthServices services;

    AuthDoor(Foundation foundation, Settings settings, LoginContexts logins, LoginGuard guard) {
        this.config =
                AuthConfig.of(
                        ServicesTable.service("auth").allowsLoginWithoutTls(settings)
                                ? Cleartext.ALLOWED
                                : Cleartext.REFUSED);
        this.services =
                new AuthServices(
                        foundation.directory(),
                        logins::of,
                        new LoginDoor("auth", guard, LoginPause.SLEEP.atMost(MOST_DELAY)),
                        new SecureRandom(),
                        foundation.clock(),
                        task -> Thread.ofVirtual().name("auth").start(task));
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openForPrograms(
                "auth", connection -> new DovecotAuthSession(connection, config, services).run());
        listeners.openForPrograms(
                "saslauthd", connection -> new SaslauthdSession(connection, services).run());
    }
}
