// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people with the name bob, each of whom the other's address does not know: what a log-in name
/// without a domain means is said by the address that the client connected to, at every door.
class TwoBobsTest {
    private static final String ONE = "127.0.0.2";
    private static final String TWO = "127.0.0.3";

    @TempDir private Path folder;

    @Test
    void bobIsAnotherPersonAtEachAddress() throws Exception {
        String both = "address = [\"127.0.0.1\", \"" + ONE + "\", \"" + TWO + "\"]\n";
        Path data =
                PabalProcess.data(
                        folder,
                        "default-domain = \"two.test\"\n"
                                + "[domain-by-address]\n"
                                + "\"127.0.0.2\" = \"one.test\"\n"
                                + "\"127.0.0.3\" = \"two.test\"\n"
                                + "[services.pop3s]\n"
                                + both
                                + "[services.imaps]\n"
                                + both
                                + "[services.submissions]\n"
                                + both);
        try (PabalProcess server = PabalProcess.at(data).start()) {
            for (String name : new String[] {"one", "two"}) {
                server.pabal("", "domain", "add", name + ".test").mustSucceed();
                server.pabal(
                                "the password of " + name + "\n",
                                "account",
                                "add",
                                "bob@" + name + ".test",
                                "--password-stdin")
                        .mustSucceed();
                server.send("ann@far.test", "bob@" + name + ".test", Mails.plain(name, "Hello."));
            }
            isBobOf(server, ONE, "one", "two");
            isBobOf(server, TWO, "two", "one");
            isBobOf(server, "127.0.0.1", "two", "one"); // by default-domain
        }
    }

    private static void isBobOf(PabalProcess server, String address, String name, String other)
            throws Exception {
        byPop3(server, address, name, other);
        byImap(server, address, name, other);
        bySubmission(server, address, name, other);
    }

    private static void byPop3(PabalProcess server, String address, String name, String other)
            throws Exception {
        try (LineClient pop3 = LineClient.connectTls(address, server.port(995))) {
            assertThat(pop3.line()).startsWith("+OK");
            assertThat(pop3.ask("USER bob")).startsWith("+OK");
            assertThat(pop3.ask("PASS the password of " + other)).startsWith("-ERR [AUTH]");
            assertThat(pop3.ask("USER bob")).startsWith("+OK");
            assertThat(pop3.ask("PASS the password of " + name)).startsWith("+OK");
            pop3.send("RETR 1");
            String line = pop3.line();
            StringBuilder message = new StringBuilder();
            while (!line.equals(".")) {
                message.append(line).append('\n');
                line = pop3.line();
            }
            assertThat(message).contains("Subject: " + name + "\n");
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
        }
    }

    private static void byImap(PabalProcess server, String address, String name, String other)
            throws Exception {
        try (LineClient imap = LineClient.connectTls(address, server.port(993))) {
            imap.line();
            assertThat(imap.command("LOGIN bob \"the password of " + other + "\""))
                    .contains("t NO [AUTHENTICATIONFAILED]");
            assertThat(imap.command("LOGIN bob \"the password of " + name + "\""))
                    .contains("t OK ");
            imap.command("SELECT INBOX");
            assertThat(imap.command("FETCH 1 ENVELOPE")).contains("\"" + name + "\"");
        }
    }

    private static void bySubmission(PabalProcess server, String address, String name, String other)
            throws Exception {
        try (LineClient smtp = LineClient.connectTls(address, server.port(465))) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            assertThat(smtp.ask("AUTH PLAIN " + plain("the password of " + other)))
                    .startsWith("535 ");
            assertThat(smtp.ask("AUTH PLAIN " + plain("the password of " + name)))
                    .startsWith("235 ");
            assertThat(smtp.ask("MAIL FROM:<bob@" + other + ".test>")).startsWith("553 ");
            assertThat(smtp.ask("MAIL FROM:<bob@" + name + ".test>")).startsWith("250 ");
        }
    }

    private static String plain(String password) {
        return Base64.getEncoder()
                .encodeToString(("\0bob\0" + password).getBytes(StandardCharsets.UTF_8));
    }
}
