// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail that leaves, while the server is killed at random moments and the other side has a bad
/// day: every 250 reaches the other side, and at most as often as RFC 5321 §4.5.3.2 makes
/// unavoidable; every refusal is reported once. THREATS I1, O03, O04.
///
/// More rounds: `-Dpabal.kill.rounds=50`.
class OutboundKillTest {
    private static final int ROUNDS = Integer.getInteger("pabal.kill.rounds", 4);
    private static final int SENDERS = 4;
    private static final int POLLS = 240;
    private static final long POLL_MILLIS = 500;

    /// Attempts to one destination that a kill can interrupt between the other side's 250 and our
    /// commit of it.
    private static final int IN_FLIGHT = 20;

    @TempDir private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> refusedThere = ConcurrentHashMap.newKeySet();
    private final AtomicLong marks = new AtomicLong();

    @Test
    void everyAcknowledgedMailIsRelayedOrReportedOnce() throws Exception {
        long seed = Long.getLong("pabal.kill.seed", 20261121L);
        Random random = new Random(seed);
        try (RemoteServer remote = RemoteServer.start(seed)) {
            Path data =
                    PabalProcess.data(
                            folder,
                            """
                            [delivery]
                            allow-loopback = true
                            [queue]
                            first-retry = "1s"
                            [routes]
                            "remote.test" = "127.0.0.1:%d"
                            """
                                    .formatted(remote.port()));
            try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "postmaster")) {
                server.pabal("", "alias", "add", "out@pabal.test", "yes@remote.test").mustSucceed();
                server.pabal("", "alias", "add", "wrong@pabal.test", "no@remote.test")
                        .mustSucceed();
                for (int round = 0; round < ROUNDS; round++) {
                    server.start();
                    loadAndKill(server, 20 + random.nextInt(200));
                }
                server.start();
                awaitEmptyQueue(server);
                checkRelayed(remote, "seed " + seed);
                checkReported(server, "seed " + seed);
            }
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
                smtp.ask("EHLO sender.test");
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
        String mark = "mark" + number + "x";
        boolean toBeRefused = number % 50 == 0; // few: reports are paced (THREATS O05)
        smtp.ask("MAIL FROM:<postmaster@pabal.test>");
        String to = toBeRefused ? "wrong@pabal.test" : "out@pabal.test";
        assertThat(smtp.ask("RCPT TO:<" + to + ">")).startsWith("250");
        smtp.ask("DATA");
        smtp.sendOctets(
                ("Subject: " + mark + "\r\n\r\n" + "x".repeat(2_000) + "\r\n.\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        if (smtp.reply().startsWith("250")) {
            (toBeRefused ? refusedThere : acknowledged).add(mark);
            if (left.decrementAndGet() == 0) {
                enough.countDown();
            }
        }
    }

    private static void awaitEmptyQueue(PabalProcess server) throws Exception {
        String listed = "";
        for (int poll = 0; poll < POLLS; poll++) {
            listed = server.pabal("", "queue", "list", "--json").mustSucceed().output();
            if (!listed.contains("\"id\"")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError("the queue does not run empty: " + listed);
    }

    private void checkRelayed(RemoteServer remote, String when) {
        Map<String, Integer> taken = remote.taken();
        assertThat(taken.keySet()).as(when).containsAll(acknowledged);
        assertThat(taken.keySet()).as(when).doesNotContainAnyElementsOf(refusedThere);
        int unexplained =
                taken.entrySet().stream()
                        .filter(entry -> !remote.mayRepeat(entry.getKey()))
                        .mapToInt(entry -> entry.getValue() - 1)
                        .sum();
        assertThat(unexplained)
                .as("%s: copies too many that no lost reply explains", when)
                .isLessThanOrEqualTo(ROUNDS * IN_FLIGHT);
        assertThat(acknowledged.size()).as("mails that got a 250").isGreaterThan(ROUNDS * 20);
    }

    /// A report names the mail by the header section that it returns.
    private void checkReported(PabalProcess server, String when) throws Exception {
        List<String> reported = new ArrayList<>();
        boolean returned = false;
        try (LineClient imap = LineClient.connectTls(server.port(993))) {
            imap.line();
            assertThat(imap.command("LOGIN postmaster@pabal.test postmaster-secret"))
                    .contains("t OK");
            imap.command("SELECT INBOX");
            imap.send("t UID FETCH 1:* (BODY.PEEK[])");
            for (String line = imap.line(); !line.startsWith("t "); line = imap.line()) {
                if (line.startsWith("Content-Type: ")) {
                    returned = line.contains("rfc822");
                }
                if (returned && line.startsWith("Subject: mark")) {
                    reported.add(line.substring("Subject: ".length()));
                }
            }
        }
        assertThat(reported).as(when).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(reported)).as(when).containsAll(refusedThere);
    }
}
