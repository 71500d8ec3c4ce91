// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.testkit.Slapd;

/// The mail system that the account of Postfix, Cyrus and OpenLDAP describes: slapd with its schema and
/// its entries, a host that mail and clients come to, and two hosts that keep mailboxes. The directory
/// says who lives where (`maildrop`).
class LdapHostsTest {
    private static final Path CYRUS = Path.of("../../target/cyrus-clients").toAbsolutePath();

    @TempDir private static Path folder;
    private static @Nullable Slapd slapd;
    private static @Nullable PabalProcess smtp;
    private static @Nullable PabalProcess imap;
    private static @Nullable PabalProcess post;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Slapd.isInstalled());
        slapd = Slapd.start(folder.resolve("slapd"), Slapd.Setup.of("dc=mydomain,dc=com", ldif()));
        smtp = host("smtp");
        smtp.pabal("", "cluster", "init", "smtp").mustSucceed();
        smtp.start();
        imap = joined("imap");
        post = joined("post");
    }

    private static PabalProcess joined(String name) throws Exception {
        PabalProcess host = host(name);
        String token = smtp.pabal("", "cluster", "invite", name).mustSucceed().output().strip();
        host.pabal("", "cluster", "join", token).mustSucceed();
        return host.start();
    }

    private static PabalProcess host(String name) throws Exception {
        String settings =
                """
                [cluster]
                address = "127.0.0.1"
                [imap]
                administrators = ["cyrus@mydomain.com"]
                [directories.mydomain]
                type = "ldap"
                domains = ["mydomain.com"]
                servers = ["%s"]
                tls = "off"
                base = "ou=People,dc=mydomain,dc=com"
                profile = "xmail"
                cache-for = "1s"
                cache-unknown-for = "1s"
                [services.imap]
                login-without-tls = true
                """
                        .formatted(slapd.url());
        Path home = Files.createDirectory(folder.resolve(name));
        return PabalProcess.at(PabalProcess.data(home, settings)).named(name + ".mydomain.com");
    }

    @AfterAll
    static void stop() {
        for (PabalProcess host : new PabalProcess[] {smtp, imap, post}) {
            if (host != null) {
                host.close();
            }
        }
        if (slapd != null) {
            slapd.close();
        }
    }

    /// As the account has it, and two people more.
    private static String ldif() throws Exception {
        return """
        dn: dc=mydomain,dc=com
        objectClass: dcObject
        objectClass: organization
        dc: mydomain
        o: Coredump Organization

        dn: ou=People,dc=mydomain,dc=com
        objectClass: top
        objectClass: organizationalUnit
        ou: People

        """
                + person("cyrus", 76, "cyrus@imap.mydomain.com")
                + person("hurd", 1005, "hurd@imap.mydomain.com")
                        .replace(
                                "mailacceptinggeneralid: hurd",
                                "mailacceptinggeneralid: hurd\nmailacceptinggeneralid: webmaster")
                + person("gildong", 1006, "gildong@post.mydomain.com")
                + person("away", 1007, "away@elsewhere.example");
    }

    private static String person(String uid, int number, String maildrop) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-1")
                        .digest((uid + "-secret").getBytes(StandardCharsets.UTF_8));
        return """
        dn: uid=%1$s,ou=People,dc=mydomain,dc=com
        objectClass: top
        objectClass: account
        objectClass: posixAccount
        objectClass: shadowAccount
        objectClass: xMail
        uid: %1$s
        cn: %1$s
        userPassword: {SHA}%2$s
        uidNumber: %3$d
        gidNumber: 100
        homeDirectory: /no/shell
        maildrop: %4$s
        mailacceptinggeneralid: %1$s

        """
                .formatted(uid, Base64.getEncoder().encodeToString(digest), number, maildrop);
    }

    private static LineClient logIn(PabalProcess host, String user) throws Exception {
        LineClient client = LineClient.connectTls(host.port(993));
        client.line();
        String login = client.command("LOGIN " + user + " " + user + "-secret");
        assertThat(login).contains("t OK");
        return client;
    }

    private static String awaitMail(LineClient client, String text) throws Exception {
        for (int i = 0; i < 300; i++) {
            String found = client.command("UID SEARCH TEXT \"" + text + "\"");
            if (found.matches("(?s).*\\* SEARCH \\d+.*")) {
                return client.command("FETCH 1:* BODY[]");
            }
            Thread.sleep(100); // the mail is on its way
        }
        throw new AssertionError("no mail " + text + "; " + smtp.log() + imap.log());
    }

    @Test
    void mailReachesTheMailboxOnTheOtherHostAndItsOwnerReadsItThroughTheFront() throws Exception {
        smtp.send(
                "a@client.test", "hurd@mydomain.com", Mails.plain("to hurd", "for the host imap"));
        smtp.send("a@client.test", "webmaster@mydomain.com", Mails.plain("to webmaster", "text"));
        try (LineClient front = logIn(smtp, "hurd");
                LineClient home = logIn(imap, "hurd")) {
            front.command("SELECT INBOX");
            home.command("EXAMINE INBOX");
            assertThat(awaitMail(front, "to hurd")).contains("for the host imap");
            assertThat(awaitMail(home, "to hurd")).contains("for the host imap");
            assertThat(awaitMail(front, "to webmaster")).contains("Subject: to webmaster");
        }
        assertThat(smtp.pabal("", "route", "explain", "hurd@mydomain.com").output())
                .contains("imap");
    }

    @Test
    void theFrontRefusesWhomTheDirectoryDoesNotKnowAndRelaysWhoLivesElsewhere() throws Exception {
        try (LineClient client = LineClient.connect(smtp.port(25))) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<a@client.test>");
            assertThat(client.ask("RCPT TO:<nobody@mydomain.com>")).startsWith("550 5.1.1");
            assertThat(client.ask("RCPT TO:<*)(uid=*@mydomain.com>")).startsWith("5");
            assertThat(client.ask("RCPT TO:<away@mydomain.com>")).startsWith("250");
        }
        assertThat(smtp.pabal("", "route", "explain", "away@mydomain.com").output())
                .contains("elsewhere.example");
    }

    /// The entry is taken and gives nothing as long as the two live on different hosts.
    @Test
    void whatIsSharedWithSomebodyOnAnotherHostIsNotSeenThere() throws Exception {
        try (LineClient owner = logIn(imap, "hurd");
                LineClient reader = logIn(post, "gildong")) {
            assertThat(owner.command("CREATE Plans")).contains("t OK");
            assertThat(owner.command("SETACL Plans gildong lr")).contains("t OK");
            assertThat(owner.command("GETACL Plans")).contains("gildong@mydomain.com lr");
            assertThat(reader.command("LIST \"\" *")).contains("INBOX").doesNotContain("Plans");
            assertThat(reader.command("SELECT \"Other Users/hurd/Plans\"")).contains("t NO");
        }
    }

    /// The manual's own words: `cm user.hurd`, `sq user.hurd 10000`, and what hurd makes himself.
    @Test
    void cyradmWorksThroughTheFrontOnTheHostOfItsAccount() throws Exception {
        assumeTrue(Files.exists(CYRUS.resolve("usr/bin/cyradm")));
        assertThat(cyradm("cyrus", "cm user.hurd\nsq user.hurd 10000\nlq user.hurd\n"))
                .contains("quota:10000");
        assertThat(cyradm("hurd", "cm OUTBOX\nlm\n")).contains("OUTBOX");
        assertThat(imap.pabal("", "mailbox", "quota", "get", "user.hurd").output())
                .contains("of 10,240,000");
    }

    private static String cyradm(String user, String commands) throws Exception {
        String libraries = CYRUS + "/usr/lib/x86_64-linux-gnu";
        return Run.command(
                        "env",
                        "LD_LIBRARY_PATH=" + libraries,
                        "PERL5LIB=" + libraries + "/perl5/5.36",
                        "perl",
                        "-MCyrus::IMAP::Shell",
                        "-e",
                        "shell",
                        "--",
                        "--norc",
                        "--user",
                        user,
                        "--password",
                        user + "-secret",
                        "127.0.0.1",
                        Integer.toString(smtp.port(143)))
                .in(folder)
                .input(commands.getBytes(StandardCharsets.UTF_8))
                .run()
                .output();
    }

    /// The script goes by ManageSieve through the front, runs on the host of the account, and who is
    /// rejected there is told by the host that took the mail.
    @Test
    void aScriptThatRejectsWorksAcrossTheHosts() throws Exception {
        assumeTrue(Run.has("sieve-connect"));
        Path script =
                Files.writeString(
                        folder.resolve("myscript.sieve"),
                        "require [\"reject\", \"fileinto\"];\n"
                                + "if address :contains :all \"From\" \"gildong@mydomain.com\" {\n"
                                + "  reject \"Testing..\";\n}\n");
        sieve("--localsieve", script.toString(), "--remotesieve", "myscript", "--upload");
        sieve("--remotesieve", "myscript", "--activate");
        assertThat(sieve("--list")).contains("\"myscript\" ACTIVE");
        assertThat(imap.pabal("", "sieve", "list", "--account", "hurd@mydomain.com").output())
                .contains("myscript");
        submit("gildong", "hurd@mydomain.com", "to be rejected");
        try (LineClient gildong = logIn(smtp, "gildong")) {
            gildong.command("SELECT INBOX");
            assertThat(awaitMail(gildong, "Testing..")).contains("550 5.7.1 Testing..");
        }
        sieve("--deactivate");
    }

    private static String sieve(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "exec sieve-connect --notlsverify --passwordfd 0 --server 127.0.0.1"
                                        + " --port \"$0\" --user hurd@mydomain.com \"$@\"",
                                Integer.toString(smtp.port(4190))));
        command.addAll(List.of(arguments));
        return Run.command(command)
                .in(folder)
                .input("hurd-secret\n".getBytes(StandardCharsets.UTF_8))
                .run()
                .mustSucceed()
                .output();
    }

    /// Through the front to the sender's own host, which takes the mail and routes it on.
    private static void submit(String user, String to, String subject) throws Exception {
        Run.command(
                        "swaks",
                        "--server",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(smtp.port(587)),
                        "-tls",
                        "--auth",
                        "PLAIN",
                        "--auth-user",
                        user,
                        "--auth-password",
                        user + "-secret",
                        "--from",
                        user + "@mydomain.com",
                        "--to",
                        to,
                        "--h-Subject",
                        subject)
                .in(folder)
                .run()
                .mustSucceed();
    }

    @Test
    void submissionAndPop3GoOnWithTheHostOfTheAccount() throws Exception {
        assumeTrue(Run.has("swaks") && Run.has("curl"));
        submit("hurd", "gildong@mydomain.com", "from host to host");
        try (LineClient gildong = logIn(smtp, "gildong")) {
            gildong.command("SELECT INBOX");
            assertThat(awaitMail(gildong, "from host to host"))
                    .contains("hurd@mydomain.com")
                    .contains("imap.mydomain.com");
        }
        assertThat(post.pabal("", "mailbox", "list", "gildong@mydomain.com").output())
                .contains("INBOX");
        String mail =
                Run.command(
                                "curl",
                                "-sk",
                                "-u",
                                "gildong:gildong-secret",
                                "pop3s://127.0.0.1:" + smtp.port(995) + "/1")
                        .in(folder)
                        .run()
                        .mustSucceed()
                        .output();
        assertThat(mail).contains("for <gildong@mydomain.com>");
    }

    /// Its mail waits at the front, its people are told to come back, others notice nothing.
    @Test
    void aHostThatIsDownLosesNothing() throws Exception {
        post.kill();
        smtp.send("a@client.test", "gildong@mydomain.com", Mails.plain("while away", "text"));
        try (LineClient client = LineClient.connectTls(smtp.port(993))) {
            client.line();
            assertThat(client.command("LOGIN gildong gildong-secret"))
                    .contains("t NO [UNAVAILABLE]");
            assertThat(client.command("LOGIN hurd hurd-secret")).contains("t OK");
        }
        assertThat(smtp.pabal("", "queue", "list").output()).contains("gildong@mydomain.com");
        post.start();
        smtp.pabal("", "queue", "retry", "--all");
        try (LineClient gildong = logIn(smtp, "gildong")) {
            gildong.command("SELECT INBOX");
            awaitMail(gildong, "while away");
        }
    }

    /// Neither is anybody unknown nor a password wrong because the directory is down.
    @Test
    void aDirectoryThatIsDownRefusesNobody() throws Exception {
        slapd.kill();
        try (LineClient client = LineClient.connect(smtp.port(25));
                LineClient login = LineClient.connectTls(smtp.port(993))) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<a@client.test>");
            assertThat(client.ask("RCPT TO:<never-asked-for@mydomain.com>")).startsWith("451 4.3");
            login.line();
            assertThat(login.command("LOGIN away away-secret")).contains("t NO [UNAVAILABLE]");
        }
        slapd.restart();
        try (LineClient hurd = logInWhenBack("hurd")) {
            assertThat(hurd.command("SELECT INBOX")).contains("t OK");
        }
    }

    private static LineClient logInWhenBack(String user) throws Exception {
        for (int i = 0; i < 300; i++) {
            LineClient client = LineClient.connectTls(smtp.port(993));
            client.line();
            if (client.command("LOGIN " + user + " " + user + "-secret").contains("t OK")) {
                return client;
            }
            client.close();
            Thread.sleep(100); // the directory is asked again after a while
        }
        throw new AssertionError(smtp.log());
    }
}
