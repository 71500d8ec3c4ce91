// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

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
    private static final String OK = "+OK";

    private BackHost() {}

    /// A session at the host, logged in if its answer is `+OK`.
    ///
    /// @param answer what the client is told
    record Answered(Connection connection, String answer) {
        boolean isLoggedIn() {
            return answer.startsWith(OK);
        }
    }

    /// @throws UnavailableException when the host does not answer, or not with a log-in
    static Answered logIn(OtherHosts hosts, Account account, Connection client) {
        String host = account.host().orElseThrow();
        try {
            Connection connection = hosts.open(host);
            boolean loggedIn = false;
            try {
                Answered answered = logIn(connection, host, account, client);
                loggedIn = answered.isLoggedIn();
                return answered;
            } finally {
                if (!loggedIn) {
                    connection.close();
                }
            }
        } catch (IOException broken) {
            throw new UnavailableException(
                    "the host " + host + " does not answer by POP3: " + broken.getMessage(),
                    broken);
        }
    }

    private static Answered logIn(
            Connection connection, String host, Account account, Connection client)
            throws IOException {
        HostDialogue dialogue = new HostDialogue(connection);
        expectOk("it greets with ", dialogue.hear());
        dialogue.say("XCLIENT " + Introduction.of(client).attributes() + " SESSION=" + client.id());
        expectOk("it does not take XCLIENT: ", dialogue.hear());
        byte[] identity = account.address().toString().getBytes(StandardCharsets.UTF_8);
        dialogue.say("AUTH EXTERNAL " + Base64.getEncoder().encodeToString(identity));
        String answer = dialogue.hear();
        if (!answer.startsWith(OK) && answer.contains("[" + ResponseCode.AUTH + "]")) {
            throw new UnavailableException(
                    "the host "
                            + host
                            + " does not let in "
                            + account.address()
                            + ", who lives there by our directory: "
                            + answer);
        }
        return new Answered(connection, answer);
    }

    private static void expectOk(String otherwise, String line) throws IOException {
        if (!line.startsWith(OK)) {
            throw new IOException(otherwise + line);
        }
    }
}
