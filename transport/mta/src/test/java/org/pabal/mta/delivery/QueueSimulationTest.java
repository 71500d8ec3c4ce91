// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.StorageException;

/// A week of mail with servers that fail in every way, a store that fails, and crashes before and
/// after another server's 250. THREATS O03, I1, I2: what was promised ends delivered or bounced,
/// what was not promised is nowhere, and nothing is left over.
final class QueueSimulationTest {
    private static final int MAILS = 40;
    private static final Pattern SUBJECT = Pattern.compile("\r\nSubject: (m\\d+)\r\n");
    private static final Pattern FAILED =
            Pattern.compile("Final-Recipient: rfc822; (\\S+)\r\nAction: failed\r\n");

    /// The process ends here: nothing it does from now on lasts.
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private long seed;
    private Random random = new Random(0);
    private MtaStage stage = new MtaStage(0);
    private Account alice = stage.directory.account("alice@d.example");
    private Account bob = stage.directory.account("bob@d.example");
    private boolean crashed;
    private boolean troubled;
    private final Set<String> promised = new TreeSet<>();
    private final Map<String, Integer> acknowledged = new HashMap<>();
    private final Map<String, Integer> copies = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987})
    void everyPromiseIsKept(long seed) {
        begin(seed);
        for (int i = 0; i < MAILS; i++) {
            submit(i);
            if (random.nextInt(3) == 0) {
                step(Duration.ofMinutes(random.nextInt(60)));
            }
        }
        for (int steps = 0; stage.queue.size() > 0; steps++) {
            assertTrue(steps < 5_000, () -> "it ends, seed " + seed);
            troubled = steps < 300;
            step(Duration.ZERO);
        }
        check();
    }

    private void begin(long withSeed) {
        seed = withSeed;
        random = new Random(seed);
        stage = new MtaStage(seed);
        alice = stage.directory.account("alice@d.example");
        bob = stage.directory.account("bob@d.example");
        for (int i = 0; i < 5; i++) {
            stage.resolver.server("r" + i + ".example", "192.0.2." + (10 + i));
        }
        stage.remote = this::transmit;
        stage.pause =
                length -> {
                    if (crashed) {
                        throw new InterruptedException("the process has ended");
                    }
                };
        troubled = true;
    }

    private void submit(int number) {
        Set<String> recipients = new TreeSet<>();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            String name = random.nextInt(4) == 0 ? "never" + n : "u" + n;
            recipients.add(name + "@r" + random.nextInt(5) + ".example");
        }
        if (random.nextInt(3) == 0) {
            recipients.add("bob@d.example");
        }
        if (random.nextInt(4) == 0) {
            stage.storage.failNextCommits(1, new StorageException.Unavailable("broken"));
        }
        String message =
                "From: alice@d.example\r\nSubject: m"
                        + number
                        + "\r\n\r\nnumber "
                        + number
                        + "\r\n";
        var session = stage.submit("alice@d.example", "alice@d.example");
        fillBob(false);
        recipients.forEach(session::to);
        fillBob(random.nextBoolean()); // between RCPT and the dot
        if (session.send(message).startsWith("250")) {
            recipients.forEach(to -> promised.add("m" + number + " " + to));
        }
        fillBob(false);
        stage.storage.stopFailing();
    }

    private void fillBob(boolean full) {
        OptionalLong quota = full ? OptionalLong.of(1) : OptionalLong.empty();
        stage.directory.account("bob@d.example", quota, true, Language.ENGLISH);
    }

    private void step(Duration wait) {
        stage.clock.advance(wait);
        fillBob(troubled && random.nextInt(3) > 0);
        if (troubled && random.nextInt(5) == 0) {
            stage.storage.failNextCommits(
                    1 + random.nextInt(3), new StorageException.Unavailable("broken"));
        }
        stage.workNext();
        stage.storage.stopFailing();
        if (crashed || troubled && random.nextInt(6) == 0) {
            crashed = false;
            stage.restart();
        }
    }

    private Outcome transmit(RemoteHost host, OutboundMail mail) {
        String number = number(mail);
        int fault = troubled ? random.nextInt(12) : 11;
        if (crashed || fault == 0) {
            crash();
        }
        if (fault == 1) {
            return new Outcome.NotReached(Diagnosis.ours("4.4.1", "no answer"), Contact.UNCLEAR);
        }
        List<Diagnosis> found = new ArrayList<>();
        for (Address to : mail.addresses()) {
            found.add(reply(number + " " + to, to, fault));
        }
        if (fault == 2) {
            crash(); // the server has its copies
        }
        if (fault <= 4) {
            Diagnosis lost = Diagnosis.ours("4.4.2", "connection lost");
            found.replaceAll(
                    reply -> reply.status().isSuccess() ? lost : reply); // at or behind the dot
        }
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).status().isSuccess()) {
                acknowledged.merge(number + " " + mail.addresses().get(i), 1, Integer::sum);
            }
        }
        return new Outcome.Answered(found);
    }

    private Diagnosis reply(String copy, Address to, int fault) {
        if (to.localPart().startsWith("never")) {
            return Diagnosis.ours("5.1.1", "550 5.1.1 no such user");
        }
        if (fault >= 5 && fault <= 7 && random.nextBoolean()) {
            return Diagnosis.ours("4.3.0", "451 4.3.0 busy");
        }
        if (fault != 3) { // the connection is lost before the dot
            copies.merge(copy, 1, Integer::sum);
        }
        return Diagnosis.ours("2.0.0", "250 2.0.0 ok");
    }

    private void crash() {
        crashed = true;
        stage.storage.failNextCommits(new StorageException.Unavailable("the process has ended"));
        throw new Crash();
    }

    private String number(OutboundMail mail) {
        try (InputStream in = new RelayedOctets(stage.storage, mail.content()).open()) {
            return number(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String number(String message) {
        Matcher subject = SUBJECT.matcher(message);
        String number = "";
        while (subject.find()) {
            number = subject.group(1);
        }
        return number;
    }

    private void check() {
        Map<String, Integer> ends = new HashMap<>(acknowledged);
        for (String report : stage.mailboxes.messages(alice)) {
            Matcher failed = FAILED.matcher(report);
            while (failed.find()) {
                ends.merge(number(report) + " " + failed.group(1), 1, Integer::sum);
            }
        }
        for (String message : stage.mailboxes.messages(bob)) {
            ends.merge(number(message) + " bob@d.example", 1, Integer::sum);
        }
        for (String promise : promised) {
            assertEquals(1, ends.get(promise), () -> promise + ", seed " + seed);
        }
        assertEquals(promised, new TreeSet<>(ends.keySet()), () -> "seed " + seed);
        assertTrue(promised.containsAll(copies.keySet()), () -> "seed " + seed);
        assertTrue(promised.size() > MAILS, () -> "seed " + seed);
        checkLedger();
        assertEquals(0, stage.queue.status().held());
        stage.storage.collectUnnamed();
        assertEquals(
                stage.mailboxes.messages(alice).size() + stage.mailboxes.messages(bob).size(),
                stage.storage.blobCount(),
                () -> "nothing is left over, seed " + seed);
    }

    private void checkLedger() {
        Map<String, Integer> ends = new HashMap<>();
        Set<LedgerRecord.Outcome> endings =
                Set.of(
                        LedgerRecord.Outcome.STORED,
                        LedgerRecord.Outcome.RELAYED,
                        LedgerRecord.Outcome.BOUNCED);
        Instant until = stage.clock.instant().plusMillis(1);
        for (LedgerRecord record : stage.ledger.between(Instant.EPOCH, until, 100_000)) {
            boolean report = record.reversePath().equals("<>");
            if (!report && endings.contains(record.outcome())) {
                ends.merge(record.mail() + " " + record.recipient(), 1, Integer::sum);
            }
        }
        assertEquals(promised.size(), ends.size(), () -> "seed " + seed);
        ends.forEach((what, n) -> assertEquals(1, n, () -> what + ", seed " + seed));
    }
}
