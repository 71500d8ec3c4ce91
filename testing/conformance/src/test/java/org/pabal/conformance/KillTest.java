// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL at random moments under load, round after round. THREATS I1, I2, I4.
///
/// More rounds: `-Dpabal.kill.rounds=150`.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("pabal.kill.rounds", 8);
    private static final int SENDERS = 8;
    private static final int ACCOUNTS = 4;

    /// More than half of the newest are surely promised ones.
    private static final int MOST_TRACED = 10_000;

    private static final Pattern FETCHED =
            Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) BODY\\[[^]]*\\] \\{\\d+\\}");

    @TempDir private Path folder;

    /// Marks of mails that got a 250, and of mails whose connection broke before the reply.
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /// The ids of mails that got a 250.
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    private final AtomicLong marks = new AtomicLong();

    /// What each account's UIDs were seen to mean: they may never mean anything else.
    private final Map<String, Map<Long, String>> seen = new HashMap<>();

    private final Map<String, Long> uidNext = new HashMap<>();

    @Test
    void everyAcknowledgedMailIsThereExactlyOnceWithItsUid() throws Exception {
        long seed = Long.getLong("pabal.kill.seed", 20261120L);
        Random random = new Random(seed);
        String[] names = new String[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) {
            names[i] = "u" + i;
        }
        try (PabalProcess server =
                PabalProcess.at(folder.resolve("data")).with("pabal.test", names)) {
            for (int round = 0; round < ROUNDS; round++) {
                server.start();
                loadAndKill(server, 20 + random.nextInt(400));
                server.start();
                for (String name : names) {
                    check(server, name, "seed " + seed + " round " + round);
                }
                server.kill();
            }
            assertThat(acknowledged.size()).as("mails that got a 250").isGreaterThan(ROUNDS * 20);
            assertThat(server.pabal("", "store", "verify").mustSucceed().output())
                    .contains("whole");
            checkTheLedger(server);
        }
    }

    /// Every 250 ended in exactly one way, for each recipient: stored.
    private void checkTheLedger(PabalProcess server) throws Exception {
        assertThat(server.pabal("", "queue", "check").mustSucceed().output())
                .contains("0 findings");
        String stories =
                server.pabal(
                                "",
                                "trace",
                                "sender@example.net",
                                "--limit",
                                Integer.toString(MOST_TRACED),
                                "--json")
                        .mustSucceed()
                        .output();
        Set<String> told = new HashSet<>();
        Matcher id = Pattern.compile("\"id\" : \"([0-9A-Z]{16})\"").matcher(stories);
        while (id.find()) {
            told.add(id.group(1));
        }
        List<String> newest = promised.stream().sorted().toList();
        assertThat(told)
                .as("mails in the ledger")
                .containsAll(
                        newest.subList(
                                Math.max(0, newest.size() - MOST_TRACED / 2), newest.size()));
        long stored = Pattern.compile("\"end\" : \"stored\"").matcher(stories).results().count();
        assertThat(stored).as("recipients that ended in a mailbox").isEqualTo(told.size() * 2L);
        assertThat(stories).doesNotContain("\"end\" : \"\"");
    }

    /// Sends from several connections at once and kills the server when this many more mails were
    /// acknowledged, wherever it is then.
    private void loadAndKill(PabalProcess server, int mails) throws Exception {
        AtomicInteger left = new AtomicInteger(mails);
        CountDownLatch enough = new CountDownLatch(1);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            senders.add(
                    Thread.ofVirtual().start(() -> sendUntilGone(server, sender, left, enough)));
        }
        enough.await();
        server.kill();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void sendUntilGone(
            PabalProcess server, int sender, AtomicInteger left, CountDownLatch enough) {
        while (true) {
            try (LineClient smtp = LineClient.connect(server.port(25))) {
                smtp.reply();
                smtp.ask("EHLO sender" + sender + ".test");
                for (int i = 0; i < 50; i++) {
                    sendOne(smtp, sender, left, enough);
                }
            } catch (IOException gone) {
                return;
            }
        }
    }

    private void sendOne(LineClient smtp, int sender, AtomicInteger left, CountDownLatch enough)
            throws IOException {
        String mark = "mark" + marks.incrementAndGet() + "x";
        int first = sender % ACCOUNTS;
        int second = (sender + 1) % ACCOUNTS;
        smtp.ask("MAIL FROM:<sender@example.net>");
        assertThat(smtp.ask("RCPT TO:<u" + first + "@pabal.test>")).startsWith("250");
        assertThat(smtp.ask("RCPT TO:<u" + second + "@pabal.test>")).startsWith("250");
        smtp.ask("DATA");
        smtp.sendOctets(
                ("Subject: " + mark + "\r\n\r\n" + "x".repeat(2_000) + "\r\n.\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String reply = smtp.reply();
        if (reply.startsWith("250")) {
            promised.add(reply.strip().substring(reply.strip().lastIndexOf(' ') + 1));
            acknowledged.add(mark + " u" + first);
            acknowledged.add(mark + " u" + second);
            if (left.decrementAndGet() == 0) {
                enough.countDown();
            }
        }
    }

    private void check(PabalProcess server, String name, String when) throws Exception {
        long known = uidNext.getOrDefault(name, 1L);
        Map<Long, String> found = fetch(server, name);
        Map<Long, String> before = seen.getOrDefault(name, Map.of());
        before.forEach((uid, mark) ->
                assertThat(found).as("%s: UID %d of %s", when, uid, name).containsEntry(uid, mark));
        found.keySet().stream()
                .filter(uid -> !before.containsKey(uid))
                .forEach(uid ->
                        assertThat(uid)
                                .as("%s: a new UID of %s", when, name)
                                .isGreaterThanOrEqualTo(known));
        assertThat(found.values())
                .as("%s: mails of %s, each once", when, name)
                .doesNotHaveDuplicates();
        acknowledged.stream()
                .filter(mark -> mark.endsWith(" " + name))
                .forEach(mark ->
                        assertThat(found.values())
                                .as("%s: acknowledged", when)
                                .contains(mark.substring(0, mark.indexOf(' '))));
        seen.put(name, found);
    }

    private Map<Long, String> fetch(PabalProcess server, String name) throws Exception {
        Map<Long, String> found = new TreeMap<>();
        try (LineClient imap = LineClient.connectTls(server.port(993))) {
            imap.line();
            assertThat(imap.command("LOGIN " + name + "@pabal.test " + name + "-secret"))
                    .contains("t OK");
            String selected = imap.command("SELECT INBOX");
            Matcher next = Pattern.compile("UIDNEXT (\\d+)").matcher(selected);
            assertThat(next.find()).isTrue();
            long nextNow = Long.parseLong(next.group(1));
            assertThat(nextNow).isGreaterThanOrEqualTo(uidNext.getOrDefault(name, 1L));
            imap.send("t UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
            for (String line = imap.line(); !line.startsWith("t "); line = imap.line()) {
                Matcher fetched = FETCHED.matcher(line);
                if (fetched.find()) {
                    String subject = imap.line();
                    found.put(
                            Long.parseLong(fetched.group(1)),
                            subject.substring("Subject: ".length()));
                }
            }
            found.keySet().forEach(uid -> assertThat(uid).isLessThan(nextNow));
            uidNext.put(name, nextNow);
        }
        return found;
    }
}
