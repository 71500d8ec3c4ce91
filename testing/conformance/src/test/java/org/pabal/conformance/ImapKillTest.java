// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL at random moments while clients change their mailboxes by IMAP. THREATS I1, I3, I4, I5.
///
/// After each restart every tagged OK is kept and every command without one was done whole or not
/// at all; no UID means anything else than before, UIDVALIDITY stays, modseqs do not fall, and
/// QRESYNC from before the crash gives exactly what changed.
///
/// More rounds: `-Dpabal.kill.rounds=150`.
class ImapKillTest {
    private static final int ROUNDS = Integer.getInteger("pabal.kill.rounds", 5);
    private static final int CLIENTS = 3;
    private static final String[] ACCOUNTS = {"anna", "bert"};
    private static final Pattern LISTED =
            Pattern.compile("\\* LIST \\([^)]*\\) \\S+ \"?([^\"\n]+)");
    private static final Pattern VANISHED =
            Pattern.compile("(?m)^\\* VANISHED \\(EARLIER\\) (\\S+)");
    private static final Pattern CHANGED =
            Pattern.compile("(?m)^\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\)");

    @TempDir private Path folder;

    /// What each UID was seen to mean, by account and UIDVALIDITY: it may never mean anything else.
    private final Map<String, Map<Long, String>> meanings = new ConcurrentHashMap<>();

    /// All mailboxes of an account by name, as they were found before the load.
    private final Map<String, Map<String, ImapMailbox>> before = new HashMap<>();

    @Test
    void everyTaggedOkIsKept() throws Exception {
        long seed = Long.getLong("pabal.kill.seed", System.nanoTime());
        Random random = new Random(seed);
        List<ImapKillClient> clients = new ArrayList<>();
        for (String account : ACCOUNTS) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(
                        new ImapKillClient(
                                account,
                                "c" + i,
                                new Random(random.nextLong()),
                                (uidValidity, uid, mark) -> mean(account, uidValidity, uid, mark)));
            }
        }
        try (PabalProcess server =
                PabalProcess.at(folder.resolve("data")).with("pabal.test", ACCOUNTS)) {
            for (int round = 0; round <= ROUNDS; round++) {
                server.start();
                String when = "seed " + seed + " round " + round;
                for (String account : ACCOUNTS) {
                    check(server, account, clients, when);
                }
                if (round < ROUNDS) {
                    loadAndKill(server, clients, 300 + random.nextInt(2_000));
                }
            }
            server.kill();
            assertThat(server.pabal("", "store", "verify").mustSucceed().output())
                    .contains("whole");
            int oks = clients.stream().mapToInt(ImapKillClient::oks).sum();
            assertThat(oks).as("tagged OKs").isGreaterThan(ROUNDS * 50);
        }
    }

    private void mean(String account, long uidValidity, long uid, String mark) {
        String other =
                meanings.computeIfAbsent(
                                account + " " + uidValidity, _ -> new ConcurrentHashMap<>())
                        .putIfAbsent(uid, mark);
        assertThat(other == null || other.equals(mark))
                .as("UID %d of %s was %s and is %s", uid, account, other, mark)
                .isTrue();
    }

    private static void loadAndKill(
            PabalProcess server, List<ImapKillClient> clients, int milliseconds) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (ImapKillClient client : clients) {
            threads.add(
                    Thread.ofVirtual()
                            .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                            .start(() -> client.work(server)));
        }
        TimeUnit.MILLISECONDS.sleep(milliseconds); // when it comes is what the test varies
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private void check(
            PabalProcess server, String account, List<ImapKillClient> clients, String when)
            throws Exception {
        Map<String, ImapMailbox> found = new TreeMap<>();
        try (LineClient imap = server.imap(account)) {
            Matcher listed = LISTED.matcher(imap.command("LIST \"\" *"));
            while (listed.find()) {
                found.put(listed.group(1), ImapMailbox.read(imap, listed.group(1)));
            }
        }
        for (ImapKillClient client : clients) {
            if (client.account().equals(account)) {
                client.check(found, when);
            }
        }
        found.values()
                .forEach(mailbox ->
                        mailbox.messages()
                                .forEach((uid, message) ->
                                        mean(account, mailbox.uidValidity(), uid, message.mark())));
        compare(server, account, before.getOrDefault(account, Map.of()), found, when);
        before.put(account, found);
    }

    private static void compare(
            PabalProcess server,
            String account,
            Map<String, ImapMailbox> then,
            Map<String, ImapMailbox> now,
            String when)
            throws Exception {
        try (LineClient imap = server.imap(account)) {
            imap.command("ENABLE QRESYNC");
            for (String name : then.keySet()) {
                String what = when + ": " + name + " of " + account;
                if (now.containsKey(name)
                        && now.get(name).uidValidity() == then.get(name).uidValidity()) {
                    compare(then.get(name), now.get(name), what);
                    resync(imap, name, then.get(name), now.get(name), what);
                } else {
                    assertThat(name).as("%s: its UIDVALIDITY changed", what).contains("-");
                }
            }
        }
    }

    /// The same mailbox before and after.
    private static void compare(ImapMailbox then, ImapMailbox now, String what) {
        assertThat(now.uidNext()).as(what).isGreaterThanOrEqualTo(then.uidNext());
        assertThat(now.modSeq()).as(what).isGreaterThanOrEqualTo(then.modSeq());
        now.messages()
                .keySet()
                .forEach(uid -> {
                    assertThat(uid).as(what).isLessThan(now.uidNext());
                    assertThat(then.messages().containsKey(uid) || uid >= then.uidNext())
                            .as("%s: UID %d is below the UIDNEXT of before", what, uid)
                            .isTrue();
                });
    }

    /// RFC 7162 §3.2.5.
    private static void resync(
            LineClient imap, String name, ImapMailbox then, ImapMailbox now, String what)
            throws IOException {
        String lines =
                imap.command(
                        "SELECT %s (QRESYNC (%d %d))"
                                .formatted(name, then.uidValidity(), then.modSeq()));
        TreeMap<Long, Object> flags = new TreeMap<>();
        then.messages().forEach((uid, message) -> flags.put(uid, message.flags()));
        Matcher vanished = VANISHED.matcher(lines);
        if (vanished.find()) {
            List<Long> gone = ImapMailbox.uids(vanished.group(1));
            assertThat(now.messages().keySet()).as(what).doesNotContainAnyElementsOf(gone);
            flags.keySet().removeAll(gone);
        }
        Matcher changed = CHANGED.matcher(lines);
        while (changed.find()) {
            flags.put(Long.parseLong(changed.group(1)), ImapMailbox.flags(changed.group(2)));
        }
        TreeMap<Long, Object> expected = new TreeMap<>();
        now.messages().forEach((uid, message) -> expected.put(uid, message.flags()));
        assertThat(flags).as(what).isEqualTo(expected);
    }
}
