// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.pabal.wire.HostDialogue;
import org.pabal.wire.Introduction;
import org.pabal.wire.OtherHosts;

/// The host that holds an account, spoken with as its front on submission: who the client is goes by
/// XCLIENT, whom it acts for by EXTERNAL. No password leaves this host.
final class BackHost {
    private static final int READY = 220;
    private static final int OK = 250;
    private static final int AUTHENTICATED = 235;

    private BackHost() {}

    /// A session at the host, greeted and logged in.
    ///
    /// @param us our name in EHLO
    /// @throws UnavailableException when the host does not answer, or not with a log-in
    static Connection logIn(
            OtherHosts hosts, MailService.Home home, ClientFacts client, String us) {
        try {
            Connection connection = hosts.open(home.host());
            boolean loggedIn = false;
            try {
                logIn(new HostDialogue(connection), home, client, us);
                loggedIn = true;
                return connection;
            } finally {
                if (!loggedIn) {
                    connection.close();
                }
            }
        } catch (IOException broken) {
            throw new UnavailableException(
                    "the host "
                            + home.host()
                            + " does not answer by submission: "
                            + broken.getMessage(),
                    broken);
        }
    }

    private static void logIn(
            HostDialogue dialogue, MailService.Home home, ClientFacts client, String us)
            throws IOException {
        expect(READY, dialogue);
        dialogue.say("EHLO " + us);
        expect(OK, dialogue);
        dialogue.say(
                "XCLIENT "
                        + new Introduction(client.remote(), client.local()).attributes()
                        + " PROTO=ESMTP HELO="
                        + Xtext.encode(client.greeting().orElse("unknown")));
        expect(READY, dialogue);
        byte[] identity = home.login().getBytes(StandardCharsets.UTF_8);
        dialogue.say("AUTH EXTERNAL " + Base64.getEncoder().encodeToString(identity));
        expect(AUTHENTICATED, dialogue);
    }

    /// Reads one reply to its end. RFC 5321 §4.2.1.
    private static void expect(int code, HostDialogue dialogue) throws IOException {
        String line = dialogue.hear();
        while (line.startsWith(code + "-")) {
            line = dialogue.hear();
        }
        if (!line.equals(Integer.toString(code)) && !line.startsWith(code + " ")) {
            throw new IOException("it says " + line);
        }
    }
}
