// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What administrators give accounts, seen from the doors with curl: roles, app passwords, limits,
/// groups, another name.
class AccountsTest {
    private static final String SECRET = "-secret";

    @TempDir private Path folder;

    private PabalProcess server() throws Exception {
        return PabalProcess.at(PabalProcess.data(folder, ""))
                .start()
                .with("one.test", "root", "carol", "bob")
                .with("two.test", "bob");
    }

    private static String pabal(PabalProcess server, String... arguments) throws Exception {
        return server.pabal("", arguments).mustSucceed().output();
    }

    private static Run.Result curl(
            PabalProcess server, String user, String password, String url, int port, String... more)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--user",
                                user + ":" + password,
                                url.replace("HOST", "127.0.0.1:" + server.port(port))));
        command.addAll(List.of(more));
        return Run.command(command).run();
    }

    private static Run.Result imap(
            PabalProcess server, String user, String password, String... more) throws Exception {
        return curl(server, user, password, "imaps://HOST/INBOX;MAILINDEX=1", 993, more);
    }

    private static Run.Result imapAs(PabalProcess server, String user, String actsFor)
            throws Exception {
        String password = user.substring(0, user.indexOf('@')) + SECRET;
        return imap(
                server, user, password, "--login-options", "AUTH=PLAIN", "--sasl-authzid", actsFor);
    }

    @Test
    void administratorsReadTheMailOfThoseTheyMayActFor() throws Exception { // THREATS A03
        assumeTrue(Run.has("curl"));
        try (PabalProcess server = server()) {
            server.send("ann@far.test", "bob@one.test", Mails.plain("of one", "Hello."));
            server.send("ann@far.test", "bob@two.test", Mails.plain("of two", "Hello."));
            pabal(server, "account", "role", "root@one.test", "administrator");
            pabal(server, "account", "role", "carol@one.test", "domain-administrator");
            assertThat(imapAs(server, "root@one.test", "bob@two.test").mustSucceed().output())
                    .contains("Subject: of two");
            assertThat(imapAs(server, "carol@one.test", "bob@one.test").mustSucceed().output())
                    .contains("Subject: of one");
            assertThat(imapAs(server, "carol@one.test", "bob@two.test").exitCode()).isNotZero();
            assertThat(imapAs(server, "carol@one.test", "root@one.test").exitCode()).isNotZero();
            assertThat(imapAs(server, "bob@one.test", "bob@two.test").exitCode()).isNotZero();
            assertThat(server.log())
                    .contains("event=acts-for account=root@one.test for=bob@two.test service=imap")
                    .contains("for=root@one.test service=imap allowed=false");
        }
    }

    @Test
    void anAppPasswordIsGoodForItsServicesUntilItIsRevoked() throws Exception {
        assumeTrue(Run.has("curl"));
        try (PabalProcess server = server()) {
            server.send("ann@far.test", "bob@one.test", Mails.plain("hello", "Hello."));
            String bob = "bob@one.test";
            String phone =
                    pabal(
                                    server,
                                    "account",
                                    "app-password",
                                    "add",
                                    bob,
                                    "--name",
                                    "phone",
                                    "--scope",
                                    "imap,submission",
                                    "--expires",
                                    "90d")
                            .lines()
                            .findFirst()
                            .orElseThrow();
            assertThat(imap(server, bob, phone).mustSucceed().output()).contains("Subject: hello");
            assertThat(imap(server, "bob@two.test", phone).exitCode()).isNotZero();
            assertThat(curl(server, bob, phone, "pop3s://HOST/1", 995).exitCode()).isNotZero();
            pabal(server, "account", "login", bob, "app-passwords-only");
            assertThat(imap(server, bob, "bob" + SECRET).exitCode()).isNotZero();
            assertThat(imap(server, bob, phone).exitCode()).isZero();
            assertThat(pabal(server, "account", "show", bob))
                    .contains("Passwords: app-passwords-only")
                    .containsPattern("App password: phone\timap,submission\tlast used 20");
            assertThat(server.log()).contains("this account takes app passwords only at imap");
            pabal(server, "account", "app-password", "revoke", bob, "phone");
            assertThat(imap(server, bob, phone).exitCode()).isNotZero();
        }
    }

    @Test
    void aNameWithItsDomainBeforeItAndOneThatNobodyCompletes() throws Exception {
        assumeTrue(Run.has("curl"));
        try (PabalProcess server = server()) {
            server.send("ann@far.test", "bob@two.test", Mails.plain("of two", "Hello."));
            assertThat(imap(server, "TWO\\Bob", "bob" + SECRET).mustSucceed().output())
                    .contains("Subject: of two");
            assertThat(imap(server, "bob", "bob" + SECRET).exitCode()).isNotZero();
            assertThat(server.log())
                    .contains("bob was tried without a domain")
                    .contains("bob@one.test and bob@two.test exist");
        }
    }

    @Test
    void groupsLimitsAndNamesAreSetFromTheCommandLine() throws Exception {
        try (PabalProcess server = server()) {
            pabal(
                    server,
                    "group",
                    "add",
                    "team@one.test",
                    "bob@one.test",
                    "--owner",
                    "carol@one.test",
                    "--who-may-send",
                    "members");
            pabal(server, "group", "add-member", "team@one.test", "ann@far.test");
            pabal(server, "account", "rename", "bob@one.test", "robert@one.test");
            assertThat(pabal(server, "group", "list"))
                    .isEqualTo(
                            "team@one.test\tmembers\trobert@one.test,"
                                    + " ann@far.test\tcarol@one.test\n");
            server.send("ann@far.test", "team@one.test", Mails.plain("to all", "Hello."));
            try (LineClient smtp = LineClient.connect(server.port(25))) {
                smtp.reply();
                smtp.ask("EHLO client.test");
                smtp.ask("MAIL FROM:<eve@far.test>");
                assertThat(smtp.ask("RCPT TO:<team@one.test>"))
                        .startsWith("550 5.7.1 <team@one.test>: You may not send to this group");
                assertThat(smtp.ask("RCPT TO:<bob@one.test>")).startsWith("250 "); // the old name
            }
            pabal(
                    server,
                    "account",
                    "limits",
                    "robert@one.test",
                    "--mails-per-hour",
                    "7",
                    "--message-size",
                    "1MiB");
            pabal(server, "account", "set", "robert@one.test", "--name", "Robert", "--lang", "ko");
            pabal(server, "account", "disable", "robert@one.test");
            assertThat(pabal(server, "account", "show", "robert@one.test"))
                    .contains(
                            "Name: Robert\n",
                            "Language: ko\n",
                            "Status: disabled\n",
                            "Mails an hour: 7\n",
                            "Octets of a message: 1048576\n",
                            "Alias: bob@one.test\n",
                            "Member of: team@one.test\n");
            pabal(server, "account", "role", "carol@one.test", "domain-administrator");
            assertThat(pabal(server, "domain", "show", "one.test"))
                    .contains("Accounts: 3\n", "Groups: 1\n", "Administrator: carol@one.test\n");
            assertThat(server.pabal("", "account", "role", "bob@two.test", "king").output())
                    .contains("one of user, domain-administrator and administrator");
            assertThat(server.pabal("", "group", "remove", "bob@one.test").mustSucceed().output())
                    .contains("removed");
            assertThat(server.pabal("", "group", "remove", "nobody@one.test").exitCode())
                    .isEqualTo(1);
        }
    }
}
