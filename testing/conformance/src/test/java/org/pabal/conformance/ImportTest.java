// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail is brought from Dovecot by the operator's command: with the owner's password while this server
/// is killed, and of many accounts at once by a master user.
class ImportTest {
    private static final int MESSAGES = 600;
    private static final int TRIES = 400;
    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (mail \\d+)");

    @TempDir private Path folder;

    @Test
    void mailOfDovecotComesOnceWhateverIsKilled() throws Exception {
        assumeTrue(Run.has("dovecot") && System.getProperty("user.name").equals("root"));
        Path home = Daemon.homeIn(folder, "dovecot");
        Certificate certificate = Certificate.selfSigned(home, "old.pabal.test");
        int tls = Daemon.freePort();
        int plain = Daemon.freePort();
        configure(home, certificate, tls, plain);
        for (int i = 0; i < MESSAGES; i++) {
            mail(home, "carol", "", i, i % 2 == 0 ? "S" : "FR");
        }
        mail(home, "carol", ".Gesendet", 1, "S");
        mail(home, "carol", ".&vPSwuA-.2026", 2, "");
        mail(home, "dave", "", 3, "S");
        mail(home, "erin", ".Work", 4, "");
        Run.command("chown", "-R", "mail:mail", home.resolve("mail").toString())
                .run()
                .mustSucceed();
        Path settings =
                PabalProcess.data(
                        folder,
                        """
                        [import]
                        networks = ["127.0.0.1"]
                        authorities = "%s"
                        """
                                .formatted(certificate.chain()));
        Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
        Path master = Files.writeString(folder.resolve("master"), "master-secret\n");
        try (Daemon dovecot =
                        Daemon.start(
                                home,
                                tls,
                                List.of(
                                        "dovecot",
                                        "-F",
                                        "-c",
                                        home.resolve("dovecot.conf").toString()));
                PabalProcess server = PabalProcess.at(settings).start()) {
            server.with("pabal.test", "carol", "dave", "erin");
            String from = "imaps://carol%40pabal.test@127.0.0.1:" + tls;
            assertThat(
                            server.pabal(
                                            "",
                                            "account",
                                            "import",
                                            "carol@pabal.test",
                                            "--from",
                                            from,
                                            "--password-file",
                                            master.toString())
                                    .output())
                    .contains("login: ")
                    .contains("failed");
            server.pabal(
                            "",
                            "account",
                            "import",
                            "carol@pabal.test",
                            "--from",
                            from,
                            "--password-file",
                            secret.toString(),
                            "--detach")
                    .mustSucceed();
            awaitSome(server);
            server.kill();
            server.start();
            String watched =
                    server.pabal("", "account", "import", "carol@pabal.test", "--watch")
                            .mustSucceed()
                            .output();
            assertThat(watched).contains(MESSAGES + 2 + " brought, 0 were there already");
            try (LineClient imap = server.imap("carol")) {
                assertThat(imap.command("EXAMINE INBOX")).contains("* " + MESSAGES + " EXISTS");
                String all = imap.command("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
                assertThat(
                                new TreeSet<>(
                                        SUBJECT.matcher(all)
                                                .results()
                                                .map(r -> r.group(1))
                                                .toList()))
                        .hasSize(MESSAGES);
                assertThat(imap.command("FETCH 1 (FLAGS INTERNALDATE)")).contains("13-Sep-2020");
                assertThat(imap.command("STATUS Sent (MESSAGES)")).contains("MESSAGES 1");
                assertThat(imap.command("STATUS \"&vPSwuA-/2026\" (MESSAGES)"))
                        .contains("MESSAGES 1");
            }
            Path list =
                    Files.writeString(
                            folder.resolve("list.csv"),
                            "# whose\ndave@pabal.test\nerin@pabal.test,erin@pabal.test\n");
            assertThat(
                            server.pabal(
                                            "",
                                            "account",
                                            "import",
                                            "--list",
                                            list.toString(),
                                            "--from",
                                            "imap://boss@127.0.0.1:" + plain,
                                            "--password-file",
                                            master.toString())
                                    .mustSucceed()
                                    .output())
                    .contains("dave@pabal.test: done. 1 brought")
                    .contains("erin@pabal.test: done. 1 brought");
            try (LineClient imap = server.imap("erin")) {
                assertThat(imap.command("STATUS Work (MESSAGES)")).contains("MESSAGES 1");
            }
            assertThat(dovecot.output()).doesNotContain("Panic");
        }
    }

    /// Waits until something has come; that all has is well, too.
    private static void awaitSome(PabalProcess server) throws Exception {
        try (LineClient imap = server.imap("carol")) {
            for (int i = 0; i < TRIES; i++) {
                if (!imap.command("STATUS INBOX (MESSAGES)").contains("MESSAGES 0")) {
                    return;
                }
                Thread.sleep(20);
            }
        }
        throw new AssertionError("nothing comes: " + server.log());
    }

    private static void mail(Path home, String user, String mailbox, int number, String flags)
            throws IOException {
        Path maildir = home.resolve("mail").resolve(user + "@pabal.test").resolve("Maildir");
        Path box = mailbox.isEmpty() ? maildir : maildir.resolve(mailbox);
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(box.resolve(part));
        }
        String name = "%d.M%dP1.old:2,%s".formatted(1_600_000_000 + number, number, flags);
        Path file =
                Files.writeString(
                        box.resolve("cur").resolve(name),
                        "Message-ID: <%d@old.test>\nFrom: bob@far.test\nSubject: mail %d\n\n한글 %d\n%s"
                                .formatted(number, number, number, "text\n".repeat(number % 50)));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_600_000_000)));
        if (!mailbox.isEmpty()) {
            Files.writeString(box.resolve("maildirfolder"), "");
        }
    }

    private static void configure(Path home, Certificate certificate, int tls, int plain)
            throws Exception {
        StringBuilder users = new StringBuilder();
        for (String user : List.of("carol", "dave", "erin")) {
            Path mail = home.resolve("mail").resolve(user + "@pabal.test");
            Files.createDirectories(mail);
            users.append("%s@pabal.test:{PLAIN}secret:%%1$s:%%2$s::%s::\n".formatted(user, mail));
        }
        String uid = Run.command("id", "-u", "mail").run().output().strip();
        String gid = Run.command("id", "-g", "mail").run().output().strip();
        Files.writeString(home.resolve("users"), users.toString().formatted(uid, gid));
        Files.writeString(home.resolve("masters"), "boss:{PLAIN}master-secret\n");
        Files.writeString(
                home.resolve("dovecot.conf"),
                """
                base_dir = %1$s/run
                state_dir = %1$s/state
                protocols = imap
                log_path = %1$s/dovecot.log
                listen = 127.0.0.1
                ssl = required
                ssl_cert = <%2$s
                ssl_key = <%3$s
                default_internal_user = dovecot
                default_login_user = dovenull
                first_valid_uid = 1
                mail_location = maildir:~/Maildir
                namespace inbox {
                  inbox = yes
                  mailbox Gesendet {
                    special_use = \\Sent
                  }
                }
                passdb {
                  driver = passwd-file
                  args = %1$s/masters
                  master = yes
                }
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                userdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                service imap-login {
                  inet_listener imap {
                    port = %5$d
                  }
                  inet_listener imaps {
                    port = %4$d
                    ssl = yes
                  }
                }
                """
                        .formatted(home, certificate.chain(), certificate.key(), tls, plain));
    }
}
