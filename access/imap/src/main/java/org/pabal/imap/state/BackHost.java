// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pabal.directory.Account;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.response.TaggedResponse.Status;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.pabal.wire.HostDialogue;
import org.pabal.wire.Introduction;
import org.pabal.wire.OtherHosts;

/// The host that holds an account, spoken with as its front: who the client is goes by ID (RFC 2971,
/// in the field names that Dovecot's proxies use), whom it acts for by EXTERNAL. No password leaves
/// this host.
final class BackHost {
    private final String host;
    private final HostDialogue dialogue;

    private BackHost(String host, Connection connection) {
        this.host = host;
        this.dialogue = new HostDialogue(connection);
    }

    /// A session at the host, logged in.
    ///
    /// @param response what the client is told
    record LoggedIn(Connection connection, TaggedResponse response) {}

    /// @throws UnavailableException when the host does not answer, or not with a log-in
    static LoggedIn logIn(OtherHosts hosts, Account account, Connection client) {
        String host = account.host().orElseThrow();
        Connection connection = open(hosts, host);
        boolean loggedIn = false;
        try {
            BackHost back = new BackHost(host, connection);
            back.greeting();
            back.introduce(client);
            TaggedResponse response = back.actFor(account);
            loggedIn = response.isOk();
            return new LoggedIn(connection, response);
        } catch (IOException broken) {
            throw lost(host, broken);
        } finally {
            if (!loggedIn) {
                connection.close();
            }
        }
    }

    private static Connection open(OtherHosts hosts, String host) {
        try {
            return hosts.open(host);
        } catch (IOException unreachable) {
            throw lost(host, unreachable);
        }
    }

    private static UnavailableException lost(String host, IOException cause) {
        return new UnavailableException(
                "the host " + host + " does not answer by IMAP: " + cause.getMessage(), cause);
    }

    private void greeting() throws IOException {
        String line = dialogue.hear();
        if (!line.startsWith("* OK")) {
            throw new IOException("it greets with " + line);
        }
    }

    private void introduce(Connection client) throws IOException {
        Introduction told = Introduction.of(client);
        TaggedResponse response =
                ask(
                        "a",
                        "ID (\"x-originating-ip\" \"%s\" \"x-originating-port\" \"%d\""
                                        .formatted(
                                                Introduction.text(told.client()),
                                                told.client().getPort())
                                + " \"x-connected-ip\" \"%s\" \"x-connected-port\" \"%d\""
                                        .formatted(
                                                Introduction.text(told.here()),
                                                told.here().getPort())
                                + " \"x-session-id\" \"%s\")".formatted(client.id()));
        if (!response.isOk()) {
            throw new IOException("it does not take ID: " + response.text());
        }
    }

    /// A refusal that is not of our doing is the client's to hear; any other says that something is
    /// wrong between the hosts.
    private TaggedResponse actFor(Account account) throws IOException {
        String identity =
                Base64.getEncoder()
                        .encodeToString(
                                account.address().toString().getBytes(StandardCharsets.UTF_8));
        TaggedResponse response = ask("b", "AUTHENTICATE EXTERNAL " + identity);
        if (!response.isOk() && !response.code().startsWith("LIMIT")) {
            throw new UnavailableException(
                    "the host "
                            + host
                            + " does not let in "
                            + account.address()
                            + ", who lives there by our directory: "
                            + response.text());
        }
        return response;
    }

    private TaggedResponse ask(String tag, String command) throws IOException {
        dialogue.say(tag + " " + command);
        while (true) {
            String line = dialogue.hear();
            if (line.startsWith(tag + " ")) {
                return parse(line.substring(tag.length() + 1));
            }
            if (line.startsWith("* BYE")) {
                throw new IOException("it says " + line);
            }
        }
    }

    /// `cond-state SP [ "[" code "]" SP ] text`
    private static TaggedResponse parse(String line) throws IOException {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        Status status =
                switch (word) {
                    case "OK" -> Status.OK;
                    case "NO" -> Status.NO;
                    case "BAD" -> Status.BAD;
                    default -> throw new IOException("it answers with " + line);
                };
        String rest = space < 0 ? "" : line.substring(space + 1);
        int close = rest.startsWith("[") ? rest.indexOf("] ") : -1;
        return close < 0
                ? new TaggedResponse(status, "", rest)
                : new TaggedResponse(status, rest.substring(1, close), rest.substring(close + 2));
    }
}
