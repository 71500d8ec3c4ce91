// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL at random moments while a script files each mail into several mailboxes, changes it,
/// redirects it, answers it and gives it to a program. THREATS I1, V15.
///
/// More rounds: `-Dpabal.kill.rounds=50`.
class SieveKillTest {
    private static final int ROUNDS = Integer.getInteger("pabal.kill.rounds", 5);
    private static final int SENDERS = 4;
    private static final int TRIES = 600;
    private static final Pattern MARK = Pattern.compile("(?m)^Subject: (mark\\d+x)");

    private static final String SCRIPT =
            """
            require ["fileinto", "mailbox", "copy", "variables", "editheader", "vacation",
                     "imap4flags", "reject", "vnd.dovecot.pipe"];
            if header :contains "subject" "unwanted" {
                reject "Not this.";
                stop;
            }
            fileinto :copy :create :flags "\\\\Flagged" "Copies/${notset}of all";
            redirect :copy "friend@pabal.test";
            vacation :days 7 "I am away.";
            if header :matches "subject" "mark*x" {
                pipe :copy "note" ["${1}"];
                addheader "X-Mark" "${1}";
            }
            keep;
            """;

    @TempDir private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong marks = new AtomicLong();

    @Test
    void whatAScriptSaysIsDoneOnceOrNotAtAll() throws Exception {
        long seed = Long.getLong("pabal.kill.seed", 20261121L);
        Random random = new Random(seed);
        Path notes = folder.resolve("notes");
        Path programs = programs(notes);
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [sieve]
                        program-dir = "%s"
                        extensions = ["vnd.dovecot.pipe"]
                        """
                                .formatted(programs));
        try (PabalProcess server =
                PabalProcess.at(data).with("pabal.test", "bob", "friend", "author")) {
            server.pabal(SCRIPT, "sieve", "put", "--account", "bob@pabal.test", "--activate", "all")
                    .mustSucceed();
            for (int round = 0; round < ROUNDS; round++) {
                String when = "seed " + seed + " round " + round;
                server.start();
                loadAndKill(server, 10 + random.nextInt(100));
                server.start();
                List<String> inbox = marks(server, "bob", "INBOX");
                assertThat(inbox).as(when).doesNotHaveDuplicates().containsAll(acknowledged);
                assertThat(marks(server, "bob", "\"Copies/of all\""))
                        .as(when)
                        .containsExactlyInAnyOrderElementsOf(inbox);
                server.kill();
            }
            server.start();
            List<String> inbox = marks(server, "bob", "INBOX");
            await(() -> marks(server, "friend", "INBOX").size() >= inbox.size());
            assertThat(marks(server, "friend", "INBOX")).containsExactlyInAnyOrderElementsOf(inbox);
            await(() -> notes(notes).containsAll(inbox)); // a program may be run twice
            try (LineClient imap = server.imap("author")) {
                imap.command("SELECT INBOX");
                await(() -> imap.command("NOOP") != null && !answers(imap).isEmpty());
                assertThat(answers(imap)).as("answers to one author").hasSize(1);
            }
            assertThat(acknowledged.size()).isGreaterThan(ROUNDS * 10);
            await(() -> server.pabal("", "queue", "check").output().contains("0 findings"));
            assertThat(server.pabal("", "store", "verify").mustSucceed().output())
                    .contains("whole");
        }
    }

    private Path programs(Path notes) throws IOException {
        Path programs =
                Files.createDirectory(
                        folder.resolve("programs"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        Path note = programs.resolve("note");
        Files.writeString(note, "#!/bin/sh\ncat > /dev/null\necho \"mark$1x\" >> " + notes + "\n");
        Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("rwxr-xr-x"));
        return programs;
    }

    private static List<String> notes(Path notes) throws IOException {
        return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    }

    private static List<String> answers(LineClient imap) throws IOException {
        String found = imap.command("SEARCH HEADER Auto-Submitted auto-replied");
        return Pattern.compile("\\d+")
                .matcher(found.lines().findFirst().orElse(""))
                .results()
                .map(result -> result.group())
                .toList();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(100); // the queue is at work
        }
    }

    private void loadAndKill(PabalProcess server, int mails) throws Exception {
        AtomicInteger left = new AtomicInteger(mails);
        CountDownLatch enough = new CountDownLatch(1);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofVirtual().start(() -> sendUntilGone(server, left, enough)));
        }
        enough.await();
        server.kill();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void sendUntilGone(PabalProcess server, AtomicInteger left, CountDownLatch enough) {
        while (true) {
            try (LineClient smtp = LineClient.connect(server.port(25))) {
                smtp.reply();
                smtp.ask("EHLO client.test");
                for (int i = 0; i < 50; i++) {
                    sendOne(smtp, left, enough);
                }
            } catch (IOException gone) {
                return;
            }
        }
    }

    private void sendOne(LineClient smtp, AtomicInteger left, CountDownLatch enough)
            throws IOException {
        long number = marks.incrementAndGet();
        boolean unwanted = number % 10 == 0;
        String mark = "mark" + number + "x";
        smtp.ask("MAIL FROM:<author@pabal.test>");
        smtp.ask("RCPT TO:<bob@pabal.test>");
        smtp.ask("DATA");
        smtp.sendOctets(
                ("From: author@pabal.test\r\nTo: bob@pabal.test\r\nSubject: "
                                + mark
                                + (unwanted ? " unwanted" : "")
                                + "\r\n\r\n"
                                + "x".repeat(2_000)
                                + "\r\n.\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String reply = smtp.reply();
        assertThat(reply.startsWith("550 5.7.1")).as(reply).isEqualTo(unwanted);
        if (reply.startsWith("250")) {
            acknowledged.add(mark);
            if (left.decrementAndGet() == 0) {
                enough.countDown();
            }
        }
    }

    private static List<String> marks(PabalProcess server, String name, String mailbox)
            throws Exception {
        try (LineClient imap = server.imap(name)) {
            if (!imap.command("SELECT " + mailbox).contains("t OK")) {
                return List.of();
            }
            return MARK.matcher(imap.command("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]"))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
        }
    }
}
