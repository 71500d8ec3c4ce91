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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.QueueFilter;
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
    private static final Pattern TOLD =
            Pattern.compile("Final-Recipient: rfc822; (\\S+)\r\nAction: (\\w+)\r\n");

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
    private Instant recovered = Instant.EPOCH;
    private final Map<String, RecipientRequest> promised = new TreeMap<>();
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
            if (!troubled) {
                intervene(QueueFilter.ALL, new Intervention.Release());
            }
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
        recovered = stage.clock.instant().plus(Duration.ofDays(random.nextInt(7)));
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
                "From: alice@d.example\r\nMessage-ID: <m"
                        + number
                        + "@d.example>\r\nSubject: m"
                        + number
                        + "\r\n\r\nnumber "
                        + number
                        + "\r\n";
        var session = stage.submit("alice@d.example", "alice@d.example");
        fillBob(false);
        Map<String, RecipientRequest> asked = new TreeMap<>();
        recipients.forEach(to -> asked.put(to, request()));
        asked.forEach(session::to);
        fillBob(random.nextBoolean()); // between RCPT and the dot
        if (session.send(message).startsWith("250")) {
            asked.forEach((to, request) -> promised.put("m" + number + " " + to, request));
        }
        fillBob(false);
        stage.storage.stopFailing();
    }

    private RecipientRequest request() {
        if (random.nextInt(3) > 0) {
            return RecipientRequest.NONE;
        }
        Set<Notify> events = EnumSet.noneOf(Notify.class); // none of them is NEVER
        for (Notify event : Notify.values()) {
            if (random.nextBoolean()) {
                events.add(event);
            }
        }
        return new RecipientRequest(Optional.of(events), Optional.empty());
    }

    /// An operator at work, now and then.
    private void operate() {
        QueueFilter some =
                QueueFilter.ofRecipient(
                        "u" + random.nextInt(5) + "@r" + random.nextInt(5) + ".example");
        switch (random.nextInt(40)) {
            case 0 -> intervene(some, new Intervention.Hold("looked at"));
            case 1 -> intervene(QueueFilter.ALL, new Intervention.Release());
            case 2 -> intervene(some, new Intervention.Remove("unwanted"));
            case 3 -> intervene(some, new Intervention.Retry());
            case 4 -> stage.queue.suspend(Destination.Kind.DOMAIN, "blocked");
            default -> stage.queue.resume(Destination.Kind.DOMAIN);
        }
    }

    private void intervene(QueueFilter which, Intervention wish) {
        try {
            assertEquals(
                    Optional.empty(), stage.queue.intervene(which, wish, Optional.empty()).next());
        } catch (StorageException broken) {
            assertTrue(troubled, () -> "seed " + seed);
        }
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
        if (troubled) {
            operate();
        } else {
            stage.queue.resume(Destination.Kind.DOMAIN);
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
        if (host.name().contains("r4.") && stage.clock.instant().isBefore(recovered)) {
            return new Outcome.NotReached(
                    Diagnosis.ours("4.4.1", "dead for days"), Contact.UNCLEAR);
        }
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
        return new Diagnosis(EnhancedStatus.of("2.0.0"), "250 2.0.0 ok", "mx.example");
    }

    private void crash() {
        crashed = true;
        stage.marks.freeze();
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
        Map<String, LedgerRecord.Outcome> ends = ends();
        assertEquals(promised.keySet(), ends.keySet(), () -> "seed " + seed);
        Map<String, Integer> told = told();
        int others = told.values().stream().mapToInt(n -> n).sum();
        for (Map.Entry<String, RecipientRequest> promise : promised.entrySet()) {
            String copy = promise.getKey();
            LedgerRecord.Outcome end = ends.getOrDefault(copy, LedgerRecord.Outcome.QUEUED);
            RecipientRequest request = promise.getValue();
            boolean delivered =
                    end == LedgerRecord.Outcome.RELAYED || end == LedgerRecord.Outcome.STORED;
            boolean success = delivered && request.wants(Notify.SUCCESS);
            String word = end == LedgerRecord.Outcome.RELAYED ? " relayed" : " delivered";
            expect(success ? 1 : 0, told.getOrDefault(copy + word, 0), copy + word);
            boolean bounced = end == LedgerRecord.Outcome.BOUNCED;
            expect(bounced ? 1 : 0, told.getOrDefault(copy + " failed", 0), copy + " failed");
            assertTrue(!bounced || request.wants(Notify.FAILURE), () -> copy + ", seed " + seed);
            int delays = told.getOrDefault(copy + " delayed", 0);
            assertTrue(
                    delays <= (request.wants(Notify.DELAY) ? 1 : 0), () -> copy + ", seed " + seed);
            expect(
                    end == LedgerRecord.Outcome.RELAYED ? 1 : 0,
                    acknowledged.getOrDefault(copy, 0),
                    copy);
            others -= (success ? 1 : 0) + (bounced ? 1 : 0) + delays;
        }
        assertEquals(0, others, () -> "nothing else was told, seed " + seed);
        expect(
                (int) ends.values().stream().filter(LedgerRecord.Outcome.STORED::equals).count(),
                stage.mailboxes.messages(bob).size(),
                "filed once");
        assertTrue(promised.keySet().containsAll(copies.keySet()), () -> "seed " + seed);
        assertTrue(promised.size() > MAILS, () -> "seed " + seed);
        stage.storage.collectUnnamed();
        assertEquals(
                stage.mailboxes.messages(alice).size() + stage.mailboxes.messages(bob).size(),
                stage.storage.blobCount(),
                () -> "nothing is left over, seed " + seed);
    }

    private void expect(int wanted, int found, String what) {
        assertEquals(wanted, found, () -> what + ", seed " + seed);
    }

    /// What alice was told: by mail, recipient and action.
    private Map<String, Integer> told() {
        Map<String, Integer> told = new HashMap<>();
        for (String report : stage.mailboxes.messages(alice)) {
            Matcher each = TOLD.matcher(report);
            while (each.find()) {
                told.merge(
                        number(report) + " " + each.group(1) + " " + each.group(2),
                        1,
                        Integer::sum);
            }
        }
        return told;
    }

    /// Each promise's one end in the ledger.
    private Map<String, LedgerRecord.Outcome> ends() {
        Map<MailId, String> numbers = new HashMap<>();
        Map<String, LedgerRecord.Outcome> ends = new TreeMap<>();
        Instant until = stage.clock.instant().plusMillis(1);
        List<LedgerRecord> records = stage.ledger.between(Instant.EPOCH, until, 100_000);
        for (LedgerRecord record : records) {
            record.fact(Fact.MESSAGE_ID)
                    .filter(id -> id.startsWith("<m"))
                    .ifPresent(id -> numbers.put(record.mail(), id.substring(1, id.indexOf('@'))));
        }
        for (LedgerRecord record : records) {
            if (record.outcome().isEnd() && numbers.containsKey(record.mail())) {
                String copy = numbers.get(record.mail()) + " " + record.recipient();
                LedgerRecord.Outcome before = ends.put(copy, record.outcome());
                assertEquals(null, before, () -> copy + " ends once, seed " + seed);
            }
        }
        return ends;
    }
}
