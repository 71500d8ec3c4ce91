// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pabal.directory.Account;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.pabal.wire.HostDialogue;
import org.pabal.wire.Introduction;
import org.pabal.wire.OtherHosts;

/// The host that holds an account, spoken with as its front: who the client is goes by XCLIENT, whom
/// it acts for by EXTERNAL. No password leaves this host.
final class BackHost {
    private BackHost() {}

    /// A session at the host, logged in.
    ///
    /// @throws UnavailableException when the host does not answer, or not with a log-in
    static Connection logIn(OtherHosts hosts, Account account, Connection client) {
        String host = account.host().orElseThrow();
        try {
            Connection connection = hosts.open(host, BackHost::agreeOnTls);
            boolean loggedIn = false;
            try {
                logIn(connection, account, client);
                loggedIn = true;
                return connection;
            } finally {
                if (!loggedIn) {
                    connection.close();
                }
            }
        } catch (IOException broken) {
            throw new UnavailableException(
                    "the host " + host + " does not answer by ManageSieve: " + broken.getMessage(),
                    broken);
        }
    }

    /// RFC 5804 §2.2.
    private static void agreeOnTls(Connection connection) throws IOException {
        HostDialogue dialogue = new HostDialogue(connection);
        expectOk(dialogue);
        dialogue.say("STARTTLS");
        expectOk(dialogue);
    }

    /// Capabilities come first: the greeting, or what follows TLS unasked.
    private static void logIn(Connection connection, Account account, Connection client)
            throws IOException {
        HostDialogue dialogue = new HostDialogue(connection);
        expectOk(dialogue);
        dialogue.say("XCLIENT " + Introduction.of(client).attributes() + " SESSION=" + client.id());
        expectOk(dialogue);
        byte[] identity = account.address().toString().getBytes(StandardCharsets.UTF_8);
        dialogue.say(
                "AUTHENTICATE \"EXTERNAL\" \""
                        + Base64.getEncoder().encodeToString(identity)
                        + '"');
        expectOk(dialogue);
    }

    private static void expectOk(HostDialogue dialogue) throws IOException {
        String line = dialogue.hear();
        while (!line.startsWith("OK")) {
            if (line.startsWith("NO") || line.startsWith("BYE")) {
                throw new IOException("it says " + line);
            }
            line = dialogue.hear();
        }
    }
}
