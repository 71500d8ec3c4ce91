// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account goes from one server to another and back while mail comes in, a client writes and its owner
/// makes addresses, and either server is killed at random moments.
///
/// More rounds: `-Dpabal.kill.rounds=20`.
class AccountMoveKillTest {
    private static final int ROUNDS = Integer.getInteger("pabal.kill.rounds", 2);
    private static final int TRIES = 400;
    private static final String BOB = "bob@pabal.test";
    private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"([a-z-]+)\"");
    private static final Pattern APPENDUID = Pattern.compile("\\[APPENDUID (\\d+) (\\d+)]");
    private static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");
    private static final Pattern FETCHED =
            Pattern.compile(
                    "\\* \\d+ FETCH \\(UID (\\d+) BODY\\[HEADER] \\{\\d+}\n(.*?)\n\\)",
                    Pattern.DOTALL);
    private static final Pattern LMTP = Pattern.compile("(?s)Received:.{1,500}with (UTF8)?LMTP");
    private static final Pattern MARK = Pattern.compile("(?m)^Subject: (mark\\d+x)");

    @TempDir private Path folder;

    /// Taken by SMTP or APPEND.
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /// Which message has which UIDVALIDITY and UID, as APPEND said.
    private final Map<String, String> uids = new ConcurrentHashMap<>();

    /// Came by LMTP from the other host: if that did not hear the reply, it sent them again.
    /// RFC 5321 §4.5.3.2.6
    private final Set<String> handedOn = ConcurrentHashMap.newKeySet();

    private final MovingAddresses addresses = new MovingAddresses();
    private final AtomicLong marks = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void nothingIsLostAndNothingIsThereTwice() throws Exception {
        long seed = Long.getLong("pabal.kill.seed", 20261121L);
        Random random = new Random(seed);
        try (PabalProcess a = server("a").start();
                PabalProcess b = server("b").start()) {
            a.with("pabal.test", "bob");
            b.with("pabal.test", "bob");
            join(a, b);
            move(a, b, random, 0); // from here on both directories say where the account is
            List<Thread> load = load(a, b);
            PabalProcess from = b;
            PabalProcess to = a;
            for (int round = 0; round < ROUNDS; round++) {
                move(from, to, random, 1);
                PabalProcess owner = to;
                to = from;
                from = owner;
            }
            over.set(true);
            for (Thread thread : load) {
                thread.join();
            }
            judge(from, to, "seed " + seed);
        }
    }

    private PabalProcess server(String name) throws IOException {
        return PabalProcess.at(
                PabalProcess.data(
                        Files.createDirectory(folder.resolve(name)),
                        """
                        [cluster]
                        name = "%s"
                        address = "127.0.0.1"
                        move-rate = "2 MiB"
                        [aliases]
                        own = 500
                        [limits]
                        connections-per-source = 5000
                        """
                                .formatted(name)));
    }

    private static void join(PabalProcess a, PabalProcess b) throws Exception {
        a.pabal("", "cluster", "init").mustSucceed();
        String token =
                a.pabal("", "cluster", "invite", "b", "--address", "127.0.0.1")
                        .mustSucceed()
                        .output()
                        .strip();
        b.pabal("", "cluster", "join", token).mustSucceed();
    }

    /// Orders the move, kills servers while it runs, and waits for its end.
    private void move(PabalProcess from, PabalProcess to, Random random, int times)
            throws Exception {
        String host = to.data().getParent().getFileName().toString();
        from.pabal("", "account", "move", BOB, host).mustSucceed();
        for (int kills = 0; kills < times; kills++) {
            Thread.sleep(random.nextInt(1_500)); // a random moment of the move
            PabalProcess victim = random.nextBoolean() ? from : to;
            victim.kill();
            victim.start();
            from.pabal("", "account", "move", BOB, "--resume");
        }
        for (int i = 0; i < TRIES; i++) {
            String moves = from.pabal("", "account", "moves", "--json").output();
            Matcher state = STATE.matcher(moves);
            if (state.find() && Set.of("moved", "cleared").contains(state.group(1))) {
                return;
            }
            Thread.sleep(200); // the move goes on
        }
        throw new AssertionError(
                "not moved: "
                        + from.pabal("", "account", "moves").output()
                        + from.log()
                        + to.log());
    }

    private List<Thread> load(PabalProcess a, PabalProcess b) {
        List<Thread> threads = new ArrayList<>();
        threads.add(Thread.ofVirtual().start(() -> repeat(() -> mail(a))));
        threads.add(Thread.ofVirtual().start(() -> repeat(() -> mail(b))));
        threads.add(Thread.ofVirtual().start(() -> repeat(() -> append(a))));
        threads.add(Thread.ofVirtual().start(() -> repeat(() -> append(b))));
        threads.add(Thread.ofVirtual().start(() -> repeat(() -> addresses.use(a))));
        threads.add(Thread.ofVirtual().start(() -> repeat(() -> addresses.use(b))));
        return threads;
    }

    private interface Work {
        void run() throws Exception;
    }

    /// A server that is dead or has not the account is tried again.
    private void repeat(Work work) {
        while (!over.get()) {
            try {
                work.run();
            } catch (Exception | AssertionError again) {
                // at the next turn
            }
            try {
                Thread.sleep(100); // so that servers get a turn, too
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String mark() {
        return "mark" + marks.incrementAndGet() + "x";
    }

    private static byte[] message(String mark) {
        String text = "From: a@example.net\r\nSubject: " + mark + "\r\n\r\n";
        return (text + "x".repeat(70).concat("\r\n").repeat(mark.hashCode() & 0x7F))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void mail(PabalProcess server) throws Exception {
        String mark = mark();
        server.send("author@pabal.test", BOB, message(mark));
        acknowledged.add(mark);
    }

    private void append(PabalProcess server) throws Exception {
        try (LineClient imap = server.imap("bob")) {
            for (int i = 0; i < 20 && !over.get(); i++) {
                String mark = mark();
                byte[] message = message(mark);
                imap.send("t APPEND INBOX {" + message.length + "+}").sendOctets(message).send("");
                String answer = imap.answer();
                if (!answer.contains("t OK")) {
                    throw new IOException(answer);
                }
                Matcher at = APPENDUID.matcher(answer);
                assertThat(at.find()).as(answer).isTrue();
                uids.put(mark, at.group(1) + "/" + at.group(2));
                acknowledged.add(mark);
            }
        }
    }

    private void judge(PabalProcess owner, PabalProcess other, String when) throws Exception {
        for (int i = 0; i < TRIES && !found(owner).keySet().containsAll(acknowledged); i++) {
            for (PabalProcess each : List.of(owner, other)) {
                // a destination rests for a time after its host was killed
                each.pabal("", "queue", "retry", "--all");
            }
            Thread.sleep(200); // what waits in queues comes
        }
        Map<String, List<String>> found = found(owner);
        assertThat(found.keySet()).as(when).containsAll(acknowledged);
        found.forEach((mark, places) -> {
            if (!handedOn.contains(mark)) {
                assertThat(places).as(when + " " + mark).hasSize(1);
            }
        });
        uids.forEach((mark, at) -> assertThat(found.get(mark)).as(when).containsExactly(at));
        assertThat(acknowledged.size()).isGreaterThan(ROUNDS * 5);
        assertThat(found(other))
                .as(when + ": where the account was, clients are led on")
                .isEqualTo(found);
        for (PabalProcess each : List.of(owner, other)) {
            addresses.judge(each, when);
            assertThat(each.pabal("", "store", "verify").mustSucceed().output()).contains("whole");
        }
    }

    /// UIDVALIDITY and UID of each message, by its mark.
    private Map<String, List<String>> found(PabalProcess server) throws Exception {
        try (LineClient imap = server.imap("bob")) {
            Matcher validity = VALIDITY.matcher(imap.command("EXAMINE INBOX"));
            assertThat(validity.find()).isTrue();
            Map<String, List<String>> found = new HashMap<>();
            Matcher fetched =
                    FETCHED.matcher(imap.command("UID FETCH 1:* (UID BODY.PEEK[HEADER])"));
            while (fetched.find()) {
                Matcher mark = MARK.matcher(fetched.group(2));
                if (mark.find()) {
                    if (LMTP.matcher(fetched.group(2)).find()) {
                        handedOn.add(mark.group(1));
                    }
                    found.computeIfAbsent(mark.group(1), _ -> new ArrayList<>())
                            .add(validity.group(1) + "/" + fetched.group(1));
                }
            }
            return found;
        }
    }
}
