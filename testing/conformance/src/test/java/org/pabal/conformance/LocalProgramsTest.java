// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs of this host: `sendmail`, `mailq`, `newaliases` and `deliver`, and those that call them.
class LocalProgramsTest {
    private static final String NOTE = "Subject: %s\n\nHi.\n";

    @TempDir private Path folder;

    private static Run.Result run(Path program, String input, String... words) throws Exception {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), Stream.of(words)).toList();
        return Run.command(command).input(input.getBytes(StandardCharsets.UTF_8)).run();
    }

    @Test
    void cronsMailAndMuttsMailArrive() throws Exception {
        try (PabalProcess server =
                PabalProcess.at(PabalProcess.data(folder, "")).with("pabal.test", "bob").start()) {
            Path sendmail = server.program(folder, "sendmail");
            run(
                            sendmail,
                            "From: root (Cron Daemon)\nTo: bob\nSubject: cron\n\n.\nHi.\n",
                            "-i",
                            "-FCronDaemon",
                            "-B8BITMIME",
                            "-oem",
                            "bob")
                    .mustSucceed();
            assertThat(server.awaitMail("bob", 1))
                    .contains("From: Cron Daemon <root@pabal.test>")
                    .contains("To: bob@pabal.test")
                    .contains("Message-ID: <")
                    .contains("\n.\nHi.\n");
            if (Run.has("mutt")) {
                Run.command(
                                "mutt",
                                "-n",
                                "-F",
                                "/dev/null",
                                "-e",
                                "set sendmail=\""
                                        + sendmail
                                        + " -oem -oi\" copy=no"
                                        + " use_domain=no from=bob@pabal.test use_envelope_from=yes",
                                "-s",
                                "by mutt",
                                "bob@pabal.test")
                        .input("아싸\n".getBytes(StandardCharsets.UTF_8))
                        .in(folder)
                        .run()
                        .mustSucceed();
                assertThat(server.awaitMail("bob", 2))
                        .contains("Subject: by mutt")
                        .contains("Return-Path: <bob@pabal.test>");
            }
            String dialogue =
                    "EHLO x\nMAIL FROM:<root@pabal.test>\nRCPT TO:<bob@pabal.test>\nDATA\n"
                            + "Subject: bs\n\nHi.\n.\nQUIT\n";
            assertThat(run(sendmail, dialogue, "-bs").mustSucceed().output())
                    .contains("354 ")
                    .contains("250 2.0.0 Ok: stored");
            assertThat(run(sendmail, "", "-bv", "bob", "nobody").output())
                    .contains("bob... deliverable")
                    .contains("nobody... 550 5.1.1");
            assertThat(run(server.program(folder, "mailq"), "").mustSucceed().output())
                    .isEqualTo("Mail queue is empty\n");
            assertThat(run(server.program(folder, "newaliases"), "").mustSucceed().output())
                    .contains("0 aliases in 0 files");
            assertThat(run(sendmail, "", "-bd").exitCode()).isEqualTo(64);
            assertThat(run(sendmail, NOTE.formatted("x"), "nobody").exitCode()).isEqualTo(67);
        }
    }

    @Test
    void deliverFilesWhereItIsTold() throws Exception {
        Path data = PabalProcess.data(folder, "[addresses]\ndetail-mailbox = \"existing\"\n");
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob").start()) {
            Path deliver = server.program(folder, "deliver");
            run(deliver, NOTE.formatted("a"), "-d", "bob", "-f", "x@far.test", "-m", "Junk")
                    .mustSucceed();
            run(deliver, NOTE.formatted("b"), "-d", "bob", "-a", "bob+Archive@pabal.test")
                    .mustSucceed();
            run(deliver, NOTE.formatted("c"), "-r", "x@far.test", "bob").mustSucceed();
            assertThat(run(deliver, NOTE.formatted("d"), "-d", "nobody").exitCode()).isEqualTo(67);
            assertThat(run(deliver, NOTE.formatted("d"), "-Z").exitCode()).isEqualTo(64);
            try (LineClient imap = server.imap("bob")) {
                for (String mailbox : List.of("INBOX", "Junk", "Archive")) {
                    assertThat(imap.command("STATUS " + mailbox + " (MESSAGES)"))
                            .contains("MESSAGES 1");
                }
            }
            server.stop();
            assertThat(run(deliver, NOTE.formatted("e"), "-d", "bob").exitCode()).isEqualTo(75);
        }
    }

    /// As with Cyrus: a detail leads where the owner has given `anyone` the right to post.
    @Test
    void aDetailNeedsTheOwnersWord() throws Exception {
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [addresses]
                        detail-mailbox = "postable"
                        [imap]
                        share-with-anyone = true
                        """);
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob").start();
                LineClient imap = server.imap("bob")) {
            Path deliver = server.program(folder, "deliver");
            imap.command("CREATE lists");
            run(deliver, NOTE.formatted("a"), "-d", "bob+lists").mustSucceed();
            assertThat(imap.command("STATUS lists (MESSAGES)")).contains("MESSAGES 0");
            assertThat(imap.command("SETACL lists anyone p")).contains("OK");
            run(deliver, NOTE.formatted("b"), "-d", "bob+lists").mustSucceed();
            run(deliver, NOTE.formatted("c"), "-d", "bob+nowhere").mustSucceed();
            assertThat(imap.command("STATUS lists (MESSAGES)")).contains("MESSAGES 1");
            assertThat(imap.command("STATUS INBOX (MESSAGES)")).contains("MESSAGES 2");
        }
    }

    /// What is dropped while no server runs is submitted once, wherever the server is killed.
    @Test
    void eachDropIsSubmittedOnce() throws Exception {
        Path data = PabalProcess.data(folder, "");
        PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob");
        server.start();
        server.stop();
        Path sendmail = server.program(folder, "sendmail");
        for (int i = 0; i < 12; i++) {
            run(sendmail, NOTE.formatted("note " + i), "bob").mustSucceed();
        }
        Path drop = data.resolve("local/drop");
        assertThat(drop.toFile().list()).hasSize(12);
        Files.writeString(drop.resolve("0".repeat(32) + ".mail"), "not a request\n");
        Files.writeString(drop.resolve("1".repeat(32) + ".part"), "pabal 1 submit\n");
        Random random = new Random(6);
        for (int round = 0; round < 3; round++) {
            server = PabalProcess.at(data);
            server.start();
            Thread.sleep(random.nextInt(60)); // anywhere in its work
            server.kill();
        }
        server = PabalProcess.at(data);
        server.start();
        try (PabalProcess last = server) {
            last.awaitMail("bob", 12);
            awaitEmpty(data.resolve("local/taken"));
            try (LineClient imap = last.imap("bob")) {
                assertThat(imap.command("STATUS INBOX (MESSAGES)")).contains("MESSAGES 12");
            }
            assertThat(drop.toFile().list()).containsExactly("1".repeat(32) + ".part");
            try (Stream<Path> bad = Files.list(data.resolve("local/bad"))) {
                List<Path> reasons =
                        bad.filter(file -> file.toString().endsWith(".reason")).toList();
                assertThat(reasons).hasSize(1);
                assertThat(Files.readString(reasons.getFirst()))
                        .contains("the request ended early");
            }
        }
    }

    private static void awaitEmpty(Path directory) throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError(directory + " does not become empty");
    }

    /// A user of this host writes as himself, into nobody else's mailbox.
    @Test
    void anotherUserIsHeldToHisName() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3"))
                        && Run.has("setpriv")
                        && System.getProperty("user.name").equals("root"));
        Path shared = Daemon.homeIn(folder, "shared").resolve("spool");
        Path data = PabalProcess.data(folder, "[local]\ndirectory = \"" + shared + "\"\n");
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob").start()) {
            String python =
                    """
                    import socket,sys
                    s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
                    s.sendall(sys.stdin.buffer.read().replace(b'\\n',b'\\r\\n'))
                    print(s.makefile().read())
                    """;
            String request =
                    "pabal 1 %s\nid " + "a".repeat(31) + "%d\n%sto bob\n\nSubject: x\n\nHi.\n.\n";
            assertThat(asNobody(python, shared, request.formatted("submit", 1, "")))
                    .contains("250 2.0.0");
            assertThat(asNobody(python, shared, request.formatted("submit", 1, "")))
                    .contains("was submitted before");
            assertThat(
                            asNobody(
                                    python,
                                    shared,
                                    request.formatted("submit", 2, "from bob@pabal.test\n")))
                    .contains("553 5.7.1");
            assertThat(asNobody(python, shared, request.formatted("deliver", 3, "")))
                    .contains("550 5.7.1 Not your mailbox");
            assertThat(server.awaitMail("bob", 1)).contains("From: nobody@pabal.test");
        }
    }

    private String asNobody(String python, Path shared, String request) throws Exception {
        return Run.command(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        python,
                        shared.resolve("socket").toString())
                .input(request.getBytes(StandardCharsets.UTF_8))
                .run()
                .output();
    }
}
