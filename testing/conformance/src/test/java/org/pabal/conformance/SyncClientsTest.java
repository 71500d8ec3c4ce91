// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Programs that keep a Maildir and an IMAP account equal, over TLS: mbsync and offlineimap, which
/// change both sides, and fetchmail, which empties one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncClientsTest {
    private static final int MANY = 1_000;

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

    /// Korean octets, long lines, leading dots, `From ` and no line end behind the last line.
    private static byte[] mail(String mailbox, int number) {
        String id = "<" + mailbox.replaceAll("[^A-Za-z0-9]", "_") + "." + number + "@pabal.test>";
        String body =
                switch (number % 5) {
                    case 0 -> "한글 본문 " + number + "\r\n";
                    case 1 -> "x".repeat(5_000 + number) + "\r\n.\r\n..\r\n";
                    case 2 -> "From the start\r\n>From quoted\r\n\r\n\r\n";
                    case 3 -> "no end of line";
                    default -> "\t \r\n".repeat(number % 40);
                };
        return ("From: alice@pabal.test\r\nSubject: =?utf-8?B?7ZWc6riA?= "
                        + number
                        + "\r\nMessage-ID: "
                        + id
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(LineClient imap, String mailbox, int first, int last)
            throws Exception {
        List<byte[]> mails = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            mails.add(mail(mailbox, i));
        }
        imap.append(mailbox, mails);
    }

    /// What the server had and has is in the Maildir, and the other way round.
    private static void assertEqual(LineClient imap, TreeMap<String, Path> mailboxes)
            throws Exception {
        for (var mailbox : mailboxes.entrySet()) {
            MailCopies here = MailCopies.inMaildir(mailbox.getValue());
            MailCopies there = MailCopies.onServer(imap, mailbox.getKey());
            assertThat(here.messages().keySet())
                    .as(mailbox.getKey())
                    .isEqualTo(there.messages().keySet());
            there.messages()
                    .forEach((id, copy) ->
                            assertThat(here.messages().get(id)).as(id).isEqualTo(copy));
        }
    }

    private static TreeMap<String, Path> mailboxes(Path maildirs, String... names) {
        TreeMap<String, Path> mailboxes = new TreeMap<>();
        for (String name : names) {
            mailboxes.put(name, maildirs.resolve(name));
        }
        return mailboxes;
    }

    private static void ask(LineClient imap, String... commands) throws Exception {
        for (String command : commands) {
            assertThat(imap.command(command)).as(command).contains("t OK");
        }
    }

    private static void write(Path maildir, String name, byte[] mail) throws Exception {
        Files.write(maildir.resolve(name), Clients.withLf(mail));
    }

    /// Gives a message of the Maildir other flags.
    private static void flag(Path maildir, int number, String flags) throws Exception {
        Path file = fileOf(maildir, number);
        String name = file.getFileName().toString().replaceFirst(":2,.*", "");
        Files.move(file, maildir.resolve("cur").resolve(name + ":2," + flags));
    }

    private static Path fileOf(Path maildir, int number) throws Exception {
        for (Path file : MailCopies.files(maildir)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (text.contains("." + number + "@pabal.test>")) {
                return file;
            }
        }
        throw new AssertionError("no message " + number + " in " + maildir);
    }

    /// What people do on both sides while no program looks.
    private static void changeBothSides(LineClient imap, Path inbox) throws Exception {
        fill(imap, "INBOX", 2_001, 2_005);
        ask(
                imap,
                "SELECT INBOX",
                "UID STORE 1:5 +FLAGS (\\Flagged)",
                "UID STORE 3 +FLAGS (\\Seen $Work)",
                "UID STORE 6:9 +FLAGS.SILENT (\\Deleted)",
                "UID EXPUNGE 6:8",
                "UID STORE 9 -FLAGS (\\Deleted)",
                "UNSELECT");
        write(inbox, "cur/3001.local.test:2,S", mail("INBOX", 3_001));
        write(inbox, "new/3002.local.test", mail("INBOX", 3_002));
        flag(inbox, 20, "RS");
        flag(inbox, 21, "");
        flag(inbox, 2, "S"); // the other side flags the same message
        Files.delete(fileOf(inbox, 30));
        flag(inbox, 31, "ST");
    }

    @Test
    void mbsyncKeepsAThousandMessagesAndBothSidesEqual() throws Exception {
        assumeTrue(Run.has("mbsync"));
        String bob = clients.account();
        Path maildirs = Files.createDirectories(folder.resolve("mbsync"));
        Path config =
                Files.writeString(
                        folder.resolve("mbsyncrc"),
                        """
                        IMAPAccount here
                        Host 127.0.0.1
                        Port %d
                        User %s@pabal.test
                        Pass %s-secret
                        SSLType IMAPS
                        CertificateFile %s

                        IMAPStore far
                        Account here

                        MaildirStore near
                        Path %s/
                        Inbox %s/INBOX
                        SubFolders Verbatim

                        Channel all
                        Far :far:
                        Near :near:
                        Patterns *
                        Create Both
                        Remove Both
                        Expunge Both
                        SyncState *
                        """
                                .formatted(
                                        clients.server().port(993),
                                        bob,
                                        bob,
                                        clients.certificate(),
                                        maildirs,
                                        maildirs));
        try (LineClient imap = clients.server().imap(bob)) {
            ask(imap, "CREATE Work/2026", "CREATE \"&1VyuAA-\"", "CREATE Gone");
            fill(imap, "INBOX", 1, MANY);
            fill(imap, "Work/2026", 1, 50);
            fill(imap, "&1VyuAA-", 1, 5);
            mbsync(config);
            TreeMap<String, Path> first =
                    mailboxes(maildirs, "INBOX", "Work/2026", "&1VyuAA-", "Gone", "Sent");
            assertEqual(imap, first);
            changeBothSides(imap, maildirs.resolve("INBOX"));
            ask(imap, "RENAME Work/2026 Work/2027", "DELETE Gone");
            for (String part : List.of("cur", "new", "tmp")) {
                Files.createDirectories(maildirs.resolve("Local/" + part));
            }
            write(maildirs.resolve("Local"), "cur/1.local.test:2,F", mail("Local", 1));
            mbsync(config);
            mbsync(config);
            TreeMap<String, Path> second =
                    mailboxes(maildirs, "INBOX", "Work/2027", "&1VyuAA-", "Local");
            assertEqual(imap, second);
            MailCopies inbox = MailCopies.onServer(imap, "INBOX");
            assertThat(inbox.messages()).hasSize(MANY + 5 + 2 - 3 - 1 - 1);
            assertThat(inbox.messages().get("<INBOX.2@pabal.test>").flags()).isEqualTo("FS");
            assertThat(imap.command("LIST \"\" *")).doesNotContain("2026").doesNotContain("Gone");
        }
    }

    private void mbsync(Path config) throws Exception {
        Run.command("mbsync", "-V", "-c", config.toString(), "all").in(folder).run().mustSucceed();
    }

    @Test
    void offlineimapKeepsBothSidesEqual() throws Exception {
        assumeTrue(Run.has("offlineimap"));
        String bob = clients.account();
        Path home = Files.createDirectories(folder.resolve("offlineimap"));
        Path maildirs = home.resolve("mail");
        Files.writeString(
                home.resolve(".offlineimaprc"),
                """
                [general]
                accounts = here
                ui = basic
                metadata = %1$s/state
                socktimeout = 60
                [Account here]
                localrepository = near
                remoterepository = far
                [Repository near]
                type = Maildir
                localfolders = %1$s/mail
                sep = /
                [Repository far]
                type = IMAP
                remotehost = 127.0.0.1
                remoteport = %2$d
                remoteuser = %3$s@pabal.test
                remotepass = %3$s-secret
                ssl = yes
                cert_fingerprint = %4$s
                expunge = yes
                """
                        .formatted(home, clients.server().port(993), bob, fingerprint()));
        try (LineClient imap = clients.server().imap(bob)) {
            ask(imap, "CREATE Work/2026");
            fill(imap, "INBOX", 1, 60);
            fill(imap, "Work/2026", 1, 5);
            offlineimap(home);
            assertEqual(imap, mailboxes(maildirs, "INBOX", "Work/2026"));
            changeBothSides(imap, maildirs.resolve("INBOX"));
            offlineimap(home);
            offlineimap(home);
            assertEqual(imap, mailboxes(maildirs, "INBOX", "Work/2026"));
            // offlineimap takes a Maildir's T for a flag; it expunges what is gone.
            assertThat(MailCopies.onServer(imap, "INBOX").messages().keySet())
                    .hasSize(60 + 5 + 2 - 3 - 1)
                    .contains("<INBOX.3001@pabal.test>", "<INBOX.3002@pabal.test>")
                    .doesNotContain("<INBOX.6@pabal.test>", "<INBOX.30@pabal.test>");
        }
    }

    private String fingerprint() throws Exception {
        String script =
                """
                import hashlib, ssl
                pem = ssl.get_server_certificate(('127.0.0.1', %d))
                print(hashlib.sha1(ssl.PEM_cert_to_DER_cert(pem)).hexdigest())
                """
                        .formatted(clients.server().port(993));
        return clients.python(script).strip();
    }

    private static void offlineimap(Path home) throws Exception {
        Run.Result run = Run.command("offlineimap", "-o", "-1").in(home).run().mustSucceed();
        assertThat(run.output()).doesNotContain("ERROR").doesNotContain("Traceback");
    }

    @Test
    void fetchmailKeepsFirstAndThenEmptiesTheMailbox() throws Exception {
        assumeTrue(Run.has("fetchmail"));
        String bob = clients.account();
        Path home = Files.createDirectories(folder.resolve("fetchmail"));
        Path maildir = home.resolve("mail");
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve(part));
        }
        Path take = home.resolve("take");
        Files.writeString(take, "#!/bin/sh\nexec cat > " + maildir + "/new/$$.local.test\n");
        Files.setPosixFilePermissions(
                take, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        try (LineClient imap = clients.server().imap(bob)) {
            fill(imap, "INBOX", 1, 20);
            fetchmail(home, bob, "--keep");
            TreeMap<String, String> kept = MailCopies.inMaildir(maildir).contents();
            MailCopies there = MailCopies.onServer(imap, "INBOX");
            assertThat(kept.keySet()).isEqualTo(there.messages().keySet());
            assertThat(there.messages().values()).allMatch(copy -> copy.flags().equals("S"));
            there.contents()
                    .forEach((id, content) -> assertThat(kept.get(id)).contains(body(content)));
            for (Path file : MailCopies.files(maildir)) {
                Files.delete(file);
            }
            fetchmail(home, bob, "--nokeep", "--fetchall", "--expunge", "5");
            assertThat(MailCopies.files(maildir)).hasSize(20);
            assertThat(MailCopies.onServer(imap, "INBOX").messages()).isEmpty();
        }
    }

    /// fetchmail rewrites the header section and adds a line end.
    private static String body(String content) {
        return content.substring(content.indexOf("\n\n") + 2).stripTrailing();
    }

    private void fetchmail(Path home, String account, String... more) throws Exception {
        Path config =
                Files.writeString(
                        home.resolve("fetchmailrc"),
                        """
                        poll 127.0.0.1 protocol IMAP port %d
                          user "%s@pabal.test" password "%s-secret"
                          ssl sslcertfile "%s" no sslcertck
                          no rewrite no mimedecode mda "%s/take"
                        """
                                .formatted(
                                        clients.server().port(993),
                                        account,
                                        account,
                                        clients.certificate(),
                                        home));
        Files.setPosixFilePermissions(
                config, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        List<String> command =
                new ArrayList<>(List.of("fetchmail", "-f", config.toString(), "--nosyslog"));
        command.addAll(List.of(more));
        Run.command(command).in(home).run().mustSucceed();
    }
}
