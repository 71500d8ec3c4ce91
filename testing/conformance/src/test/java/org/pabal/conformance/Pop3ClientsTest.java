// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that fetch mail by POP3: curl, fetchmail, getmail6, mutt, and Python's poplib.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Pop3ClientsTest {
    @TempDir private static Path folder;
    private Clients clients;

    @BeforeAll
    void start() throws Exception {
        clients = Clients.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        clients.close();
    }

    /// An account with hard messages.
    private String filled(List<byte[]> mails) throws Exception {
        String account = clients.account();
        try (LineClient imap = clients.server().imap(account)) {
            imap.append("INBOX", mails);
        }
        return account;
    }

    private static List<byte[]> mails() {
        return List.of(
                Mails.plain("dots", ".\r\n..\r\n.dot\r\n\r\n."),
                Mails.rawKorean(),
                Mails.plain("long", "x".repeat(1 << 20)),
                Mails.withAttachment(200_000),
                Mails.plain("end", "From here\r\n\r\n"));
    }

    private int left(String account) throws Exception {
        try (LineClient imap = clients.server().imap(account)) {
            String status = imap.command("STATUS INBOX (MESSAGES)");
            return Integer.parseInt(status.replaceFirst("(?s).*MESSAGES (\\d+).*", "$1"));
        }
    }

    private byte[] curl(String account, String scheme, int port, String path, String... more)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--user",
                                account + "@pabal.test:" + account + "-secret",
                                scheme + "://127.0.0.1:" + clients.server().port(port) + path));
        command.addAll(List.of(more));
        return Run.command(command).in(folder).run().mustSucceed().octets();
    }

    @Test
    void curlListsFetchesAndDeletesByTlsAndByStls() throws Exception {
        assumeTrue(Run.has("curl"));
        List<byte[]> mails = mails();
        String account = filled(mails);
        assertThat(Clients.text(curl(account, "pop3s", 995, "/")).lines()).hasSize(mails.size());
        for (int i = 1; i <= mails.size(); i++) {
            assertThat(curl(account, "pop3s", 995, "/" + i)).as("" + i).isEqualTo(mails.get(i - 1));
        }
        assertThat(curl(account, "pop3", 110, "/1", "--ssl-reqd")).isEqualTo(mails.getFirst());
        for (String mechanism : List.of("PLAIN", "LOGIN", "SCRAM-SHA-256")) {
            if (!mechanism.startsWith("SCRAM") || hasScram()) {
                byte[] ids =
                        curl(
                                account,
                                "pop3s",
                                995,
                                "/",
                                "--login-options",
                                "AUTH=" + mechanism,
                                "--request",
                                "UIDL");
                assertThat(Clients.text(ids)).as(mechanism).containsPattern("(?m)^5 \\d+\\.5\r?$");
            }
        }
        curl(account, "pop3s", 995, "/2", "--request", "DELE", "--list-only");
        assertThat(left(account)).isEqualTo(mails.size() - 1);
    }

    private static boolean hasScram() throws Exception {
        return Run.command("curl", "--version").run().output().contains("GSASL");
    }

    @Test
    void poplibSpeaksEveryCommandThatItKnows() throws Exception {
        String account = filled(mails());
        String printed =
                clients.python(
                        """
                        import poplib, ssl
                        poplib._MAXLINE = 1 << 21
                        context = ssl._create_unverified_context()
                        p = poplib.POP3('127.0.0.1', %1$d)
                        p.stls(context)
                        print(sorted(p.capa()))
                        p.utf8()
                        p.user('%2$s@pabal.test')
                        p.pass_('%2$s-secret')
                        count, octets = p.stat()
                        assert count == 5, count
                        listed = [int(l.split()[1]) for l in p.list()[1]]
                        assert sum(listed) == octets
                        for i in range(1, count + 1):
                            lines = p.retr(i)[1]
                            assert sum(len(l) + 2 for l in lines) == listed[i - 1], i
                        assert p.top(1, 0)[1][-1] == b''
                        ids = p.uidl()[1]
                        p.dele(1); p.rset(); p.noop()
                        p.dele(3)
                        p.quit()
                        p = poplib.POP3_SSL('127.0.0.1', %3$d, context=context)
                        p.user('%2$s@pabal.test'); p.pass_('%2$s-secret')
                        again = [l.split()[1] for l in p.uidl()[1]]
                        assert again == [l.split()[1] for l in ids if not l.startswith(b'3 ')]
                        p.quit()
                        print('done')
                        """
                                .formatted(
                                        clients.server().port(110),
                                        account,
                                        clients.server().port(995)));
        assertThat(printed).contains("'PIPELINING'").endsWith("done\n");
        assertThat(left(account)).isEqualTo(4);
    }

    /// A folder with a program `take` that keeps what it is given, each message as a file.
    private static Path home(String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("mail"));
        Path take = home.resolve("take");
        Files.writeString(take, "#!/bin/sh\nexec cat > " + home + "/mail/$$\n");
        Files.setPosixFilePermissions(take, PosixFilePermissions.fromString("rwx------"));
        return home;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /// What was taken since the last look.
    private static TreeSet<String> taken(Path mail) throws IOException {
        TreeSet<String> subjects = new TreeSet<>();
        for (Path file : files(mail)) {
            Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("Subject: "))
                    .findFirst()
                    .ifPresent(line -> subjects.add(line.substring("Subject: ".length())));
            Files.delete(file);
        }
        return subjects;
    }

    private static List<byte[]> notes(int from, int to) {
        List<byte[]> mails = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            mails.add(Mails.plain("note " + i, "This is text " + i + ".\r\n.\r\n"));
        }
        return mails;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl", "stls"})
    void fetchmailKeepsThenTakesWhatIsNewThenAll(String security) throws Exception {
        assumeTrue(Run.has("fetchmail"));
        String account = filled(notes(1, 12));
        Path home = home("fetchmail-" + security);
        fetchmail(home, account, security, "--keep", "--uidl");
        assertThat(taken(home.resolve("mail"))).hasSize(12);
        assertThat(left(account)).isEqualTo(12);
        try (LineClient imap = clients.server().imap(account)) {
            imap.append("INBOX", notes(13, 15));
            imap.command("SELECT INBOX");
            imap.command("UID STORE 5 +FLAGS.SILENT (\\Deleted)");
            imap.command("EXPUNGE");
        }
        fetchmail(home, account, security, "--keep", "--uidl");
        assertThat(taken(home.resolve("mail"))).containsExactly("note 13", "note 14", "note 15");
        fetchmail(home, account, security, "--nokeep", "--fetchall", "--expunge", "4");
        assertThat(taken(home.resolve("mail"))).hasSize(14);
        assertThat(left(account)).isZero();
    }

    private void fetchmail(Path home, String account, String security, String... more)
            throws Exception {
        Path config =
                Files.writeString(
                        home.resolve("fetchmailrc"),
                        """
                        poll 127.0.0.1 protocol POP3 port %d
                          user "%s@pabal.test" password "%s-secret"
                          %s sslcertfile "%s" no sslcertck
                          no rewrite no mimedecode mda "%s/take"
                        """
                                .formatted(
                                        clients.server().port(security.equals("ssl") ? 995 : 110),
                                        account,
                                        account,
                                        security.equals("ssl") ? "ssl" : "sslproto TLS1+",
                                        clients.certificate(),
                                        home));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rwx------"));
        List<String> command =
                new ArrayList<>(List.of("fetchmail", "-v", "-f", config.toString(), "--nosyslog"));
        command.addAll(List.of(more));
        Run.Result result = Run.command(command).in(home).run();
        if (result.exitCode() != 1) { // 1: no mail
            result.mustSucceed();
        }
    }

    @Test
    void getmailTakesOnceAndThenDeletes() throws Exception {
        assumeTrue(Run.has("getmail"));
        List<byte[]> mails = new ArrayList<>(notes(1, 8));
        mails.add(Mails.rawKorean());
        String account = filled(mails);
        Path home = home("getmail");
        getmail(home, account, "false");
        assertThat(taken(home.resolve("mail"))).hasSize(9);
        getmail(home, account, "false");
        assertThat(taken(home.resolve("mail"))).as("nothing twice").isEmpty();
        try (LineClient imap = clients.server().imap(account)) {
            imap.append("INBOX", notes(9, 10));
        }
        getmail(home, account, "true");
        assertThat(taken(home.resolve("mail"))).containsExactly("note 10", "note 9");
        assertThat(left(account)).isZero();
    }

    private void getmail(Path home, String account, String delete) throws Exception {
        Files.writeString(
                home.resolve("getmailrc"),
                """
                [retriever]
                type = SimplePOP3SSLRetriever
                server = 127.0.0.1
                port = %d
                username = %s@pabal.test
                password = %s-secret
                [destination]
                type = MDA_external
                path = %s/take
                allow_root_commands = true
                [options]
                delete = %s
                read_all = false
                delivered_to = false
                received = false
                """
                        .formatted(clients.server().port(995), account, account, home, delete));
        Run.command("getmail", "--getmaildir", home.toString(), "--rcfile", "getmailrc")
                .in(home)
                .run()
                .mustSucceed();
    }

    @Test
    void muttReadsAndDeletesOverPop() throws Exception {
        assumeTrue(Run.has("mutt") && Run.has("python3"));
        String account = filled(notes(1, 5));
        Path home = home("mutt");
        Path config =
                Files.writeString(
                        home.resolve("muttrc"),
                        """
                        set pop_user="%1$s@pabal.test" pop_pass="%1$s-secret" pop_delete=yes
                        set certificate_file="%2$s" ssl_verify_host=no ssl_verify_dates=no
                        set sleep_time=0 quit=yes delete=yes beep=no move=no wait_key=no
                        set folder="%3$s" message_cachedir="%3$s" header_cache="%3$s/headers"
                        set index_format="%%C %%Z %%s" charset=utf-8 pop_checkinterval=1
                        """
                                .formatted(account, clients.certificate(), home));
        String url = "pops://127.0.0.1:" + clients.server().port(995) + "/";
        try (Terminal terminal =
                Terminal.start(home, "mutt", "-n", "-F", config.toString(), "-f", url)) {
            terminal.await("note 1").await("note 5");
            terminal.type("=\r").await("This is text 1.");
            terminal.type("i").await("note 2");
            terminal.type("2\rd").await("note 2");
            terminal.type("5\rd").await("note 5");
            terminal.type("q").mustEnd();
        }
        try (LineClient imap = clients.server().imap(account)) {
            imap.command("SELECT INBOX");
            assertThat(imap.command("UID FETCH 1:* FLAGS"))
                    .containsPattern("UID 1 FLAGS \\([^)]*\\\\Seen")
                    .contains("UID 3 ", "UID 4 ")
                    .doesNotContain("UID 2 ")
                    .doesNotContain("UID 5 ");
        }
    }
}
