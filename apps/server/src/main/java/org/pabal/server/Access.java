// SPDX-License-Identifier: Apache-2.0
package org.pabal.server;

import java.util.Optional;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.ImapConfig.LoginSecurity;
import org.pabal.imap.LoginPause;
import org.pabal.imap.session.ImapServer;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;
import org.pabal.wire.TlsServerContext;

/// The role that shows mail to its owner: IMAP.
record Access(
        Foundation foundation, Settings settings, LoginContexts logins, TlsServerContext tls) {

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain("imap", server("imap"));
        listeners.openTls(
                "imaps",
                "* BYE This port speaks TLS from the first octet; use port 143 with STARTTLS, or"
                        + " set the client to SSL/TLS\r\n",
                server("imaps"));
    }

    private ImapServer server(String service) {
        ImapConfig config =
                ImapConfig.defaults()
                        .withAppendOctets(settings.get(SettingsTable.MAX_MESSAGE_SIZE));
        if (settings.get(SettingsTable.service(service).loginWithoutTls())) {
            config = config.withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED);
        }
        return new ImapServer(
                config,
                foundation.directory(),
                logins::of,
                foundation.mailboxes(),
                Optional.of(tls),
                LoginPause.doubling());
    }
}
