// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail that leaves by other ways than SMTP: a program, a Maildir that mutt reads, Dovecot's LMTP
/// over TCP and over a Unix socket.
class RoutingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private PabalProcess server(String settings) throws Exception {
        Path data = PabalProcess.data(folder, settings);
        return PabalProcess.at(data);
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void send(PabalProcess server, String to, String subject) throws Exception {
        Run.command(
                        "swaks",
                        "--server",
                        "127.0.0.1:" + server.port(25),
                        "--helo",
                        "client.test",
                        "--from",
                        "ann@far.test",
                        "--to",
                        to,
                        "--header",
                        "Subject: " + subject,
                        "--body",
                        "Hello.",
                        "--timeout",
                        "60")
                .in(folder)
                .run()
                .mustSucceed();
    }

    /// Asks again and again, since nobody tells when another program has done its part.
    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aProgramTakesMailAndAnAliasFileNamesAnother() throws Exception {
        assumeTrue(Run.has("swaks"));
        Path program = script("program", "{ echo \"$1\"; cat; } > " + folder + "/taken");
        Path second = script("second", "cat > " + folder + "/second-taken; exit 0");
        Path aliases =
                Files.writeString(
                        folder.resolve("aliases"), "robot: \"|" + second + " x\", \\bob\n");
        Files.setPosixFilePermissions(aliases, PosixFilePermissions.fromString("rw-r--r--"));
        String settings =
                """
                default-domain = "pabal.test"
                [aliases]
                files = ["%s"]
                allow-programs = true
                [routes]
                "sms@pabal.test" = "pipe:sms"
                [pipes.sms]
                command = ["%s", "{recipient}"]
                """
                        .formatted(aliases, program);
        try (PabalProcess server = server(settings).with("pabal.test", "bob").start()) {
            send(server, "sms@pabal.test", "for a program");
            await("the program", () -> Files.exists(folder.resolve("taken")));
            send(server, "robot@pabal.test", "for an alias");
            await("the second program", () -> Files.exists(folder.resolve("second-taken")));
            await("an empty queue", () -> queue(server).isEmpty());
            assertThat(Files.readString(folder.resolve("taken")))
                    .startsWith("sms@pabal.test\nReturn-Path: <ann@far.test>\nDelivered-To: ")
                    .contains("Subject: for a program\n");
            assertThat(Files.readString(folder.resolve("second-taken")))
                    .contains("Subject: for an alias\n");
        }
    }

    private static String queue(PabalProcess server) throws Exception {
        String shown = server.pabal("", "queue", "list").mustSucceed().output();
        return shown.contains("@") ? shown : "";
    }

    @Test
    void muttReadsTheMaildirThatWasFilled() throws Exception {
        assumeTrue(Run.has("swaks") && Run.has("mutt") && Run.has("python3"));
        Path maildirs = folder.resolve("maildirs");
        String settings =
                "[routes]\n\"pabal.test\" = \"maildir:%s/{domain}/{local}\"\n".formatted(maildirs);
        try (PabalProcess server = server(settings).with("pabal.test", "bob").start()) {
            send(server, "bob@pabal.test", "for mutt");
            Path maildir = maildirs.resolve("pabal.test/bob");
            await("the Maildir", () -> !files(maildir.resolve("new")).isEmpty());
            Path box = folder.resolve("mutt.mbox");
            Path config =
                    Files.writeString(
                            folder.resolve("muttrc"),
                            "set confirmappend=no confirmcreate=no quit=yes beep=no mbox_type=mbox"
                                    + " move=no wait_key=no copy=no folder=\""
                                    + folder
                                    + "\"\n");
            try (Terminal mutt =
                    Terminal.start(
                            folder,
                            "mutt",
                            "-n",
                            "-F",
                            config.toString(),
                            "-e",
                            "push <copy-message>^U" + box + "<enter><quit>",
                            "-f",
                            maildir.toString())) {
                mutt.mustEnd();
            }
            assertThat(Files.readString(box, StandardCharsets.ISO_8859_1))
                    .contains("Subject: for mutt")
                    .contains("Return-Path: <ann@far.test>")
                    .contains("Hello.");
        }
    }

    @Test
    void dovecotTakesMailByLmtpOverTcpAndOverASocket() throws Exception {
        assumeTrue(Run.has("swaks") && Run.has("dovecot") && Run.has("id"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path socket = folder.resolve("lmtp");
        Process dovecot = dovecot(port, socket);
        String settings =
                """
                [routes]
                "tcp.test" = "lmtp:127.0.0.1:%d"
                "socket.test" = "lmtp:unix:%s"
                """
                        .formatted(port, socket);
        try (PabalProcess server = server(settings).start()) {
            await("Dovecot's socket", () -> Files.exists(socket));
            send(server, "one@tcp.test", "over TCP");
            send(server, "two@socket.test", "over a socket");
            Path mail = folder.resolve("mail");
            await("mail over TCP", () -> !files(mail.resolve("one/Maildir/new")).isEmpty());
            await("mail over the socket", () -> !files(mail.resolve("two/Maildir/new")).isEmpty());
            assertThat(Files.readString(files(mail.resolve("two/Maildir/new")).getFirst()))
                    .contains("Subject: over a socket")
                    .contains("Delivered-To: two@socket.test");
            await("an empty queue", () -> queue(server).isEmpty());
        } finally {
            dovecot.destroy();
            dovecot.waitFor(20, TimeUnit.SECONDS);
            dovecot.destroyForcibly();
        }
    }

    private Process dovecot(int port, Path socket) throws Exception {
        Path mail = Files.createDirectory(folder.resolve("mail"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Run.command("chown", "mail", mail.toString()).run().mustSucceed();
        Path config =
                Files.writeString(
                        folder.resolve("dovecot.conf"),
                        """
                        base_dir = %1$s/dovecot
                        state_dir = %1$s/dovecot
                        log_path = %1$s/dovecot.log
                        protocols = lmtp
                        ssl = no
                        first_valid_uid = 1
                        mail_location = maildir:~/Maildir
                        postmaster_address = postmaster@tcp.test
                        passdb {
                          driver = static
                          args = password=secret
                        }
                        userdb {
                          driver = static
                          args = uid=mail gid=mail home=%1$s/mail/%%n allow_all_users=yes
                        }
                        service lmtp {
                          unix_listener %3$s {
                            mode = 0666
                          }
                          inet_listener lmtp {
                            address = 127.0.0.1
                            port = %2$d
                          }
                        }
                        """
                                .formatted(folder, port, socket));
        return new ProcessBuilder("dovecot", "-F", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dovecot.out").toFile())
                .start();
    }
}
