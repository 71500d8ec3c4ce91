// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.setup.CertificateInUse;
import org.pabal.server.setup.Doors;
import org.pabal.server.setup.Relay;
import org.pabal.server.setup.Setup;
import org.pabal.server.setup.SetupServices;
import org.pabal.server.setup.ThisHost;
import org.pabal.sessions.RandomText;

/// The role that lets a new server be set up with a browser.
final class FirstRun {
    private FirstRun() {}

    static Setup of(
            Foundation foundation,
            String hostname,
            WebSignIn signIn,
            LoginGuard guard,
            DkimOperations dkim,
            ThisHost host,
            CertificateInUse certificate,
            Doors doors,
            Relay relay) {
        return new Setup(
                new SetupServices(
                        foundation.directory(),
                        foundation.storage(),
                        signIn.signedIn(),
                        signIn.door(),
                        new LoginDoor("setup", guard, LoginPause.SLEEP),
                        foundation.clock(),
                        new RandomText(new SecureRandom()),
                        dkim::added,
                        Version.text(),
                        hostname),
                host,
                certificate,
                doors,
                relay);
    }
}
